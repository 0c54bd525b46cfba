// Keeps the phones in step with the world: asks for what is new whenever the simulator says that something changed.

import { Bar } from "./bar.js";
import { colour, initials, make } from "./draw.js";
import { Phone } from "./phone.js";

const phones = new Map();
const place = document.getElementById("phones");
const tabs = document.getElementById("tabs");
let version = 0;
let isAsking = false;
let isStale = false;
let bar = null;
let pointed = "";

function enlarge(url) {
  const box = document.getElementById("lightbox");
  box.querySelector("img").src = url;
  box.classList.remove("full");
  box.showModal();
}

function prepareLightbox() {
  const box = document.getElementById("lightbox");
  box.querySelector(".close").addEventListener("click", () => box.close());
  box.querySelector("img").addEventListener("click", () => box.classList.toggle("full"));
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.classList.contains("canvas")) box.close();
  });
}

// On a narrow screen one phone is seen at a time; its tab says whose it is and what is new.
function choose(id) {
  for (const [key, phone] of phones) {
    const isCurrent = key === id;
    phone.node.classList.toggle("current", isCurrent);
    phone.tab.setAttribute("aria-selected", String(isCurrent));
    phone.tab.tabIndex = isCurrent ? 0 : -1;
    if (isCurrent) {
      phone.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
      phone.scroll(false, phone.latest);
      phone.read();
    }
  }
}

// The phone that stands after this chat's place, so that a new one comes in its order without moving the others.
function following(visible, chat) {
  const later = visible.slice(visible.indexOf(chat) + 1).find((other) => phones.has(other.id));
  return later ? phones.get(later.id) : null;
}

function insertPhone(phone, chat, next) {
  const tab = make("button", "tab");
  tab.type = "button";
  tab.setAttribute("role", "tab");
  const avatar = make("span", "avatar", initials(chat.title));
  avatar.style.setProperty("--tint", colour(chat.id));
  tab.append(avatar, make("span", "", chat.title), make("span", "dot"));
  tab.addEventListener("click", () => choose(chat.id));
  phone.tab = tab;
  tabs.insertBefore(tab, next?.tab ?? null);
  place.insertBefore(phone.node, next?.node ?? null);
}

// The telephone that the hint is about is marked; on a narrow screen a touch of the hint opens it.
function point(title) {
  pointed = title;
  for (const phone of phones.values()) {
    const isMeant = phone.chat.title === title;
    phone.node.classList.toggle("look", isMeant);
    phone.tab.classList.toggle("look", isMeant);
  }
}

function openPointed() {
  for (const [id, phone] of phones) if (phone.chat.title === pointed) choose(id);
}

function walkTabs(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const ids = [...phones.keys()];
  const now = ids.findIndex((id) => phones.get(id).tab === document.activeElement);
  const next = ids[(now + step + ids.length) % ids.length];
  choose(next);
  phones.get(next).tab.focus();
}

function showNews(phone) {
  const isSeen = phone.node.classList.contains("current") && matchMedia("(max-width: 700px)").matches;
  if (isSeen && phone.unread) phone.read();
  const dot = phone.tab.lastElementChild;
  dot.textContent = phone.unread || "";
  dot.classList.toggle("on", phone.unread > 0);
}

function apply(state) {
  const isFirst = version === 0;
  const visible = state.chats.filter((chat) => chat.visible);
  for (const [id, phone] of phones) {
    if (visible.some((chat) => chat.id === id)) continue;
    phone.node.remove();
    phone.tab.remove();
    phones.delete(id);
  }
  for (const chat of visible) {
    const isNew = !phones.has(chat.id);
    if (isNew) {
      const phone = new Phone(chat, { enlarge, changed: showNews });
      phones.set(chat.id, phone);
      insertPhone(phone, chat, following(visible, chat));
    }
    phones.get(chat.id).update(chat, state, isFirst || isNew);
  }
  document.getElementById("empty").hidden = visible.length > 0;
  document.getElementById("empty").textContent = "Chưa có điện thoại nào.";
  place.style.setProperty("--count", String(Math.max(visible.length, 1)));
  point(pointed);
  if (visible.length && !place.querySelector(".current")) choose(visible[0].id);
  version = state.version;
}

async function load(since) {
  const answer = await fetch(`sim/state?since=${since}`, { cache: "no-store" });
  return answer.json();
}

async function refresh() {
  if (isAsking) {
    isStale = true;
    return;
  }
  isAsking = true;
  try {
    do {
      isStale = false;
      let state = await load(version);
      // A chat we have not seen yet brings its whole history.
      if (version && state.chats.some((chat) => chat.visible && !phones.has(chat.id))) state = await load(0);
      apply(state);
    } while (isStale);
    bar?.nudge();
  } catch {
    document.getElementById("offline").hidden = false;
  } finally {
    isAsking = false;
  }
}

function follow() {
  const events = new EventSource("sim/events");
  events.addEventListener("message", (event) => {
    document.getElementById("offline").hidden = true;
    const told = JSON.parse(event.data).version;
    if (told < version) location.reload(); // another world: nothing we show is in it
    else if (told > version || version === 0) refresh();
  });
  events.addEventListener("error", () => (document.getElementById("offline").hidden = false));
}

prepareLightbox();
tabs.addEventListener("keydown", walkTabs);
follow();
const config = await (await fetch("sim/page")).json();
bar = new Bar(config.demo, point);
document.getElementById("hint").addEventListener("click", openPointed);
