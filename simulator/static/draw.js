// Turns one message of the world's state into elements. It decides how a message looks; all text goes in as text, never as HTML.

const ZONE = 7 * 3600 * 1000; // Vietnam keeps UTC+7 all year
const DAYS = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];
const COLOURS = ["#b3392f", "#9a5800", "#5b6b00", "#1c7a3f", "#0b7285", "#1f6fb2", "#6a4fb3", "#a8327e"];
const STYLES = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote" };

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  svg.firstChild.setAttribute("href", `#${name}`);
  return svg;
}

export const colour = (id) => COLOURS[Math.abs(id) % COLOURS.length];

const two = (number) => String(number).padStart(2, "0");

// A moment as people here write it: { time: "08:00", weekday: "thứ Tư", day: "18/11/2026" }.
export function spell(iso) {
  const local = new Date(new Date(iso).getTime() + ZONE);
  return {
    time: `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`,
    weekday: DAYS[local.getUTCDay()],
    day: `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`,
  };
}

const HONORIFIC = /^(ông|bà|anh|chị|thầy|cô|đồng chí)\s+/iu;

export function initials(name) {
  const words = name.replace(HONORIFIC, "").replace(/[^\p{L}\p{N}\s]/gu, "").trim().split(/\s+/);
  const last = words[words.length - 1] || "?";
  return (words.length > 1 ? words[0][0] + last[0] : last.slice(0, 1)).toUpperCase();
}

export function weigh(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 1048576 ? [bytes / 1024, "KB"] : [bytes / 1048576, "MB"];
  return `${size.toFixed(size < 10 ? 1 : 0).replace(".", ",")} ${unit}`;
}

function isLink(address) {
  try {
    return ["http:", "https:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

function styled(entity, text, act) {
  const address = entity.type === "url" ? text : entity.url;
  if (["url", "text_link"].includes(entity.type) && isLink(address)) {
    const link = make("a", "", text);
    Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer" });
    return link;
  }
  if (entity.type === "bot_command") {
    const command = make("button", "command", text);
    command.type = "button";
    command.addEventListener("click", () => act.say(text));
    return command;
  }
  return make(STYLES[entity.type] || "span", entity.type, text);
}

// Text with its entities; where two overlap the outer one holds (what a bot sends here is never nested deeper).
export function words(text, entities, act) {
  const box = make("div", "words");
  let done = 0;
  for (const entity of entities) {
    if (entity.offset < done) continue;
    box.append(text.slice(done, entity.offset));
    done = entity.offset + entity.length;
    box.append(styled(entity, text.slice(entity.offset, done), act));
  }
  box.append(text.slice(done));
  return box;
}

function picture(message, act) {
  const { url, width, height } = message.photo;
  const open = make("button", "picture");
  open.type = "button";
  open.setAttribute("aria-label", "Xem ảnh to");
  open.style.aspectRatio = `${width} / ${Math.min(height, width * 1.45)}`;
  const image = make("img");
  Object.assign(image, { src: url, alt: message.text ? "" : "Ảnh", width, height });
  open.append(image);
  open.addEventListener("click", () => act.enlarge(url));
  return open;
}

function attachment({ name, size, url }) {
  const link = make("a", "document");
  Object.assign(link, { href: url, download: name });
  const mark = make("span", "kind");
  mark.append(icon("file"), make("i", "", (name.match(/\.(\w{1,4})$/) || ["", ""])[1]));
  const label = make("span", "label");
  label.append(make("b", "", name), make("small", "", `${weigh(size)} · Tải về`));
  link.append(mark, label);
  return link;
}

function quotation(reply) {
  const quote = make("div", "quote");
  quote.style.setProperty("--tint", colour(reply.name.length));
  quote.append(make("b", "", reply.name), make("span", "", reply.text || (reply.photo ? "Ảnh" : "Tin nhắn")));
  return quote;
}

function keyboard(message, act) {
  const rows = make("div", "keyboard");
  for (const row of message.keyboard) {
    const line = make("div", "row");
    for (const button of row) {
      const element = make(button.url ? "a" : "button", "key", button.text);
      if (button.url && isLink(button.url)) {
        Object.assign(element, { href: button.url, target: "_blank", rel: "noopener noreferrer" });
      } else {
        element.type = "button";
        element.addEventListener("click", () => act.tap(message, button.data, element));
      }
      line.append(element);
    }
    rows.append(line);
  }
  return rows;
}

const SERVICE = {
  new_chat_members: (name) => `${name} đã thêm Thi Đua vào nhóm`,
  left_chat_member: (name) => `${name} đã đưa Thi Đua ra khỏi nhóm`,
  migrate_to_chat_id: () => "Nhóm được nâng cấp thành siêu nhóm",
};

// The element of a message. `viewer` is whose phone it is; `act` has say, tap and enlarge.
export function message(message, viewer, isGroup, act) {
  if (message.service) {
    const note = SERVICE[message.service];
    return make("p", note ? "note" : "note gone", note ? note(message.from.name) : "");
  }
  const isOwn = message.from.id === viewer;
  const box = make("article", isOwn ? "message own" : "message");
  const bubble = make("div", message.sticker ? "bubble bare" : "bubble");
  if (isGroup && !isOwn) {
    const name = make("b", "sender", message.from.name);
    name.style.color = message.from.is_bot ? "#a50d26" : colour(message.from.id);
    bubble.append(name);
  }
  if (message.reply_to) bubble.append(quotation(message.reply_to));
  if (message.photo) bubble.append(picture(message, act));
  if (message.document) bubble.append(attachment(message.document));
  if (message.sticker) bubble.append(make("span", "emoji", message.sticker));
  if (message.voice !== null) bubble.append(voice(message.voice));
  if (message.text) bubble.append(words(message.text, message.entities, act));
  const when = make("time", "", `${message.edited ? "đã sửa " : ""}${spell(message.date).time}`);
  when.dateTime = message.date;
  bubble.append(when);
  bubble.classList.toggle("media", Boolean(message.photo));
  box.append(bubble);
  if (message.keyboard.length) box.append(keyboard(message, act));
  return box;
}

function voice(seconds) {
  const box = make("div", "voice");
  box.append(icon("voice"), make("span", "", `Tin thoại ${Math.floor(seconds / 60)}:${two(seconds % 60)}`));
  return box;
}
