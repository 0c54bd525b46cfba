// The bar on top: the demo's clock and the way to the next event, as the bot's demo endpoint tells them.

import { make, spell } from "./draw.js";

const STEPS = [
  "Bấm «Tới sự kiện kế tiếp».",
  "Trả lời trên điện thoại vừa có tin mới.",
  "Thứ Sáu, xem bài đăng trong nhóm lãnh đạo.",
];
const PAUSE = 5000; // milliseconds between looks at the endpoint while nothing happens
const BREATH = 1400; // between two events of a week that runs by itself, so that one can read along
const WEEK = 7 * 24 * 3600 * 1000;

const find = (id) => document.getElementById(id);

export class Bar {
  // `point` is called with the title of the telephone that the hint is about, "" for none.
  constructor(base, point) {
    this.base = base.replace(/\/$/, "");
    this.point = point;
    this.isMoving = false;
    this.isRunning = false;
    find("next").addEventListener("click", () => this.advance());
    find("again").addEventListener("click", () => this.restart());
    for (const button of find("choice").querySelectorAll("button")) button.addEventListener("click", () => this.begin(button.dataset.start));
    find("choice").addEventListener("cancel", (event) => event.preventDefault()); // there is nothing behind it yet
    find("week").addEventListener("click", () => (this.isRunning ? this.halt() : this.run()));
    this.look();
    setInterval(() => this.look(), PAUSE);
  }

  async ask(path, method = "GET", body = undefined) {
    const answer = await fetch(`${this.base}/${path}`, { method, body: body && JSON.stringify(body), cache: "no-store" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const status = await answer.json();
    if (!status || typeof status.now !== "string") throw new Error("no status");
    return status;
  }

  async look() {
    if (this.isMoving) return;
    try {
      this.show(await this.ask("status"));
    } catch {
      if (!this.isMoving) this.hide();
    }
  }

  // Looks again a little after something changed in the chats: an answer may change the hint.
  nudge() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.look(), 400);
  }

  async advance() {
    if (this.isMoving) return null;
    this.isMoving = true;
    this.dress();
    try {
      const status = await this.ask("advance", "POST");
      this.isMoving = false;
      this.show(status);
      return status;
    } catch {
      this.isMoving = false;
      this.hide();
      return null;
    }
  }

  async begin(start) {
    find("choice").close();
    try {
      this.show(await this.ask("begin", "POST", { start }));
    } catch {
      this.look(); // somebody else has chosen
    }
  }

  // The world that answers afterwards is another one, for which the page is loaded anew.
  async restart() {
    if (this.isMoving || !confirm("Bỏ những gì đã làm ở đây, chọn lại từ đầu?")) return;
    await fetch(`${this.base}/restart`, { method: "POST" });
  }

  async run() {
    this.isRunning = true;
    const begun = new Date(this.status.now).getTime();
    while (this.isRunning && this.status?.next && new Date(this.status.next.at).getTime() - begun < WEEK) {
      if (!(await this.advance())) break;
      await new Promise((resolve) => setTimeout(resolve, BREATH));
    }
    this.halt();
  }

  halt() {
    this.isRunning = false;
    this.dress();
  }

  show(status) {
    this.status = status;
    const { time, weekday, day } = spell(status.now);
    find("clock").hidden = find("moves").hidden = Boolean(status.choosing);
    find("clock").firstElementChild.textContent = time;
    find("clock").lastElementChild.textContent = `${weekday}, ${day}`;
    if (status.choosing && !find("choice").open) find("choice").showModal();
    if (!status.choosing && find("choice").open) find("choice").close();
    find("hint").replaceChildren(status.hint ? make("p", "", status.hint) : steps());
    this.point(status.look || "");
    this.dress();
  }

  dress() {
    const { next, busy } = this.status || {};
    const isBusy = this.isMoving || Boolean(busy);
    find("next").disabled = isBusy || !next;
    find("next").toggleAttribute("aria-busy", isBusy);
    find("next").firstElementChild.textContent = isBusy ? "Đang chạy…" : "Tới sự kiện kế tiếp";
    const when = next && spell(next.at);
    find("coming").textContent = next ? `Sắp tới: ${next.name}, ${when.weekday} ${when.time}` : "Chưa có sự kiện nào sắp tới";
    find("week").lastElementChild.textContent = this.isRunning ? "Dừng lại" : "Chạy cả tuần";
    find("again").disabled = isBusy;
    find("week").disabled = !this.isRunning && (isBusy || !next);
  }

  hide() {
    this.halt();
    find("clock").hidden = find("moves").hidden = true;
    find("hint").replaceChildren(make("p", "", "Chưa nối được với đồng hồ của bản dùng thử. Các điện thoại bên dưới vẫn nhắn tin được."));
  }
}

function steps() {
  const list = make("ol");
  for (const step of STEPS) list.append(make("li", "", step));
  return list;
}
