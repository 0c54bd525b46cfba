// One phone on the page: its messages, its composer, its badge. It sends what its owner does, and decides nothing else.

import { colour, initials, make, message as draw, spell } from "./draw.js";

const LIMIT = 8000; // milliseconds a pressed button waits for the bot's answer

async function post(path, body) {
  const options = body instanceof FormData ? { body } : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const answer = await fetch(`sim/${path}`, { method: "POST", ...options });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || "Không gửi được");
  return told;
}

export class Phone {
  constructor(chat, { enlarge, changed }) {
    this.id = chat.id;
    this.enlarge = enlarge;
    this.changed = changed; // called when the badge changes
    this.unread = 0;
    this.elements = new Map();
    this.waiting = new Map(); // callback id -> pressed button
    this.lastDay = "";
    this.latest = null; // the newest message, from whose head on a long one is read
    this.isFollowing = true;
    this.node = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.talk = this.find(".talk");
    this.field = this.find("textarea");
    this.listen();
  }

  find(selector) {
    return this.node.querySelector(selector);
  }

  listen() {
    this.find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
    });
    this.field.addEventListener("input", () => this.fit());
    const picker = this.find("input[type=file]");
    this.find(".photo").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => this.sendPhoto(picker));
    this.find(".sticker").addEventListener("click", () => this.perform("sticker", { emoji: "👍" }));
    this.find(".begin").addEventListener("click", () => this.begin());
    this.find(".latest").addEventListener("click", () => this.scroll(true));
    this.find(".toast button").addEventListener("click", () => (this.find(".toast").hidden = true));
    this.talk.addEventListener("scroll", () => this.follow(), { passive: true });
    for (const sign of ["wheel", "touchmove", "pointerdown", "keydown"]) this.talk.addEventListener(sign, () => (this.isTouched = true), { passive: true });
    new ResizeObserver(() => this.isFollowing && this.scroll(false, this.latest)).observe(this.talk);
    for (const sign of ["pointerenter", "pointerdown", "focusin"]) this.node.addEventListener(sign, () => this.read());
  }

  // Takes over what the state says of this chat; `isFirst` is the state the page opened with.
  update(chat, state, isFirst) {
    const person = state.users.find((user) => user.id === chat.id);
    this.chat = chat;
    this.bot = state.bot;
    this.people = chat.members.map((id) => state.users.find((user) => user.id === id)).filter(Boolean);
    this.viewer = person ? person.id : this.people.some((user) => user.id === this.viewer) ? this.viewer : chat.members[0];
    this.label();
    let latest = null;
    for (const entry of chat.messages) latest = this.place(entry, isFirst) || latest;
    this.latest = latest || this.latest;
    if (isFirst || (latest && this.isFollowing)) this.scroll(!isFirst, latest);
    if (!this.isFollowing) this.find(".latest").hidden = this.isAtEnd();
    for (const answer of state.answers) if (answer.chat === this.id) this.answer(answer);
  }

  label() {
    const { chat } = this;
    const isGroup = chat.type !== "private";
    const isZalo = chat.app === "zalo";
    this.node.classList.toggle("zalo", isZalo);
    this.field.placeholder = isZalo ? "Nhập tin nhắn" : "Tin nhắn";
    const owner = this.find(".owner");
    this.node.setAttribute("aria-label", `Điện thoại: ${chat.title}`);
    fill(owner, chat.id, chat.title, isGroup ? chat.subtitle || "Nhóm" : chat.subtitle);
    fill(this.find(".peer"), isGroup ? chat.id : this.bot.id, isGroup ? chat.title : this.bot.first_name, isGroup ? `${chat.members.length} thành viên` : `${isZalo ? "Zalo" : "Telegram"} · tin nhắn tự động`);
    this.find(".peer .avatar").classList.toggle("bot", !isGroup);
    if (isGroup) this.offerViewers();
    const begin = this.find(".begin");
    begin.hidden = (chat.started || isZalo) && !chat.blocked; // on Zalo nobody presses «Bắt đầu»: they write
    begin.textContent = chat.blocked ? "Bỏ chặn" : "Bắt đầu";
    this.find(".composer").hidden = !begin.hidden;
  }

  // In a group the visitor chooses as whom to look and write.
  offerViewers() {
    const place = this.find(".owner small");
    const choice = make("select");
    choice.setAttribute("aria-label", "Xem bằng máy của");
    for (const user of this.people) choice.append(new Option(user.title || user.name, user.id, false, user.id === this.viewer));
    choice.addEventListener("change", () => {
      this.viewer = Number(choice.value);
      for (const [, { entry }] of this.elements) this.place(entry, true);
    });
    place.replaceChildren("máy của ", choice);
  }

  // Draws a message, anew if it is there already; returns the element of one that was not.
  place(entry, isQuiet) {
    const key = `${entry.chat}:${entry.id}`;
    const known = this.elements.get(key);
    if (entry.deleted) {
      known?.element.remove();
      this.elements.delete(key);
      return null;
    }
    const act = { say: (text) => this.perform("send", { text }), tap: (...args) => this.tap(...args), enlarge: this.enlarge };
    const element = draw(entry, this.viewer, this.chat.type !== "private", act);
    this.elements.set(key, { element, entry });
    if (known) {
      known.element.replaceWith(element);
      if (known.element === this.latest) this.latest = element;
      return null;
    }
    this.separate(entry);
    this.talk.append(element);
    if (!isQuiet) {
      element.classList.add("fresh");
      if (entry.from.id !== this.viewer && !entry.service) this.count();
    }
    return element;
  }

  separate(entry) {
    const { weekday, day } = spell(entry.date);
    if (day !== this.lastDay) this.talk.append(make("p", "note day", `${weekday}, ${day.slice(0, 5)}`));
    this.lastDay = day;
  }

  count() {
    this.unread += 1;
    this.node.classList.add("calling");
    this.showBadge();
  }

  read() {
    if (!this.unread) return;
    this.unread = 0;
    this.node.classList.remove("calling");
    this.showBadge();
  }

  showBadge() {
    const badge = this.find(".badge");
    badge.hidden = this.unread === 0;
    badge.textContent = `${this.unread} mới`;
    this.changed(this);
  }

  isAtEnd() {
    return this.talk.scrollHeight - this.talk.scrollTop - this.talk.clientHeight < 60;
  }

  // Who reads further up is left there; who is at the end stays at the end, also when the window changes.
  follow() {
    if (!this.talk.clientHeight) return; // a tab that is not shown
    if (this.isTouched) this.isFollowing = this.isAtEnd();
    this.find(".latest").hidden = this.isAtEnd();
  }

  // To the end, or to the head of the latest message where that would be out of sight (a picture with many words).
  scroll(isSmooth, latest) {
    this.isFollowing = true;
    this.isTouched = false;
    const { scrollHeight, clientHeight } = this.talk;
    const top = latest && latest.offsetHeight > clientHeight ? latest.offsetTop - 6 : scrollHeight;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.talk.scrollTo({ top, behavior: isSmooth && !calm ? "smooth" : "instant" });
  }

  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 120)}px`;
  }

  async perform(path, body) {
    try {
      const told = await post(path, { chat: this.id, from: this.viewer, ...body });
      this.read();
      this.scroll(true);
      return told;
    } catch (fault) {
      this.toast(fault.message, true);
      return null;
    }
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.fit();
    if (!(await this.perform("send", { text }))) this.field.value = text;
  }

  async sendPhoto(picker) {
    const [file] = picker.files;
    if (!file) return;
    const form = new FormData();
    form.append("chat", this.id);
    form.append("from", this.viewer);
    form.append("file", file);
    picker.value = "";
    await post("photo", form).catch((fault) => this.toast(fault.message, true));
  }

  begin() {
    if (this.chat.blocked) post("unblock", { user: this.id });
    else this.perform("send", { text: `/start ${this.chat.start}`.trim() });
  }

  async tap(entry, data, button) {
    button.setAttribute("aria-busy", "true");
    const told = await this.perform("tap", { chat: entry.chat, message_id: entry.id, data });
    if (told) this.waiting.set(told.callback_query_id, button);
    setTimeout(() => button.removeAttribute("aria-busy"), told ? LIMIT : 0);
  }

  answer({ id, user, text, alert }) {
    this.waiting.get(id)?.removeAttribute("aria-busy");
    if (this.waiting.delete(id) && text && user === this.viewer) this.toast(text, alert);
  }

  toast(text, isLasting) {
    const box = this.find(".toast");
    box.firstElementChild.textContent = text;
    box.lastElementChild.hidden = !isLasting;
    box.hidden = false;
    clearTimeout(this.fading);
    if (!isLasting) this.fading = setTimeout(() => (box.hidden = true), 4000);
  }
}

function fill(place, id, title, subtitle) {
  const avatar = place.querySelector(".avatar");
  avatar.textContent = initials(title);
  avatar.style.setProperty("--tint", colour(id));
  place.querySelector("b").textContent = title;
  place.querySelector("small").textContent = subtitle;
}
