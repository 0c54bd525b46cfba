"""Every sentence the bot says to people, in one place, to be read aloud as a village head of sixty would hear it.

`title` is the form of address without the name («ông», «đồng chí»), `address` the whole («ông Sơn»). Sentences about
figures are put together in `handlers.reporter`; their parts come from the campaign file. One vocabulary, told apart by
file only: callers write `wording.greeting(...)` whatever file it stands in.
"""

from handlers.wording.amending import *  # noqa: F403  see above
from handlers.wording.asking import *  # noqa: F403
from handlers.wording.basics import *  # noqa: F403
from handlers.wording.buttons import *  # noqa: F403
from handlers.wording.joining import *  # noqa: F403
from handlers.wording.leader import *  # noqa: F403
from handlers.wording.officer import *  # noqa: F403
from handlers.wording.pairing import *  # noqa: F403
from handlers.wording.refusing import *  # noqa: F403
from handlers.wording.reminding import *  # noqa: F403
from handlers.wording.watching import *  # noqa: F403
