"""Every sentence the bot says to people, in one place, to be read aloud as a village head of sixty would hear it.

`title` is the form of address without the name («ông», «đồng chí»), `address` the whole («ông Sơn»). Sentences about
figures are put together in `handlers.reporter`; their parts come from the campaign file. One vocabulary, told apart by
file only: callers write `wording.greeting(...)` whatever file it stands in.
"""

from services.wording.absence import *  # noqa: F403  see above
from services.wording.all_pledges import *  # noqa: F403
from services.wording.amending import *  # noqa: F403
from services.wording.announcing import *  # noqa: F403
from services.wording.asking import *  # noqa: F403
from services.wording.asking_again import *  # noqa: F403
from services.wording.audit_trail import *  # noqa: F403
from services.wording.basics import *  # noqa: F403
from services.wording.board import *  # noqa: F403
from services.wording.buttons import *  # noqa: F403
from services.wording.checks import *  # noqa: F403
from services.wording.days_off import *  # noqa: F403
from services.wording.extending import *  # noqa: F403
from services.wording.good_deeds import *  # noqa: F403
from services.wording.helping import *  # noqa: F403
from services.wording.honours import *  # noqa: F403
from services.wording.indicators import *  # noqa: F403
from services.wording.invitation_sheets import *  # noqa: F403
from services.wording.joining import *  # noqa: F403
from services.wording.launching import *  # noqa: F403
from services.wording.leader import *  # noqa: F403
from services.wording.officer import *  # noqa: F403
from services.wording.pairing import *  # noqa: F403
from services.wording.people import *  # noqa: F403
from services.wording.pledges import *  # noqa: F403
from services.wording.posting import *  # noqa: F403
from services.wording.readiness import *  # noqa: F403
from services.wording.refusing import *  # noqa: F403
from services.wording.rehearsing import *  # noqa: F403
from services.wording.remarks import *  # noqa: F403
from services.wording.reminding import *  # noqa: F403
from services.wording.roll_ups import *  # noqa: F403
from services.wording.round_opening import *  # noqa: F403
from services.wording.rounds import *  # noqa: F403
from services.wording.scoring import *  # noqa: F403
from services.wording.setup import *  # noqa: F403
from services.wording.setup_campaign import *  # noqa: F403
from services.wording.setup_lists import *  # noqa: F403
from services.wording.tables import *  # noqa: F403
from services.wording.targets import *  # noqa: F403
from services.wording.units import *  # noqa: F403
from services.wording.watching import *  # noqa: F403
