// The officers' desk: opened by the code behind «#», which is taken out of the address before anything else is done.

const PATH = "/can-bo";
const place = (id) => document.getElementById(id);
const say = (text, kind = "") => {
  const status = place("status");
  status.textContent = text;
  status.className = `status ${kind}`;
};

class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

async function ask(path, how = {}) {
  let answer;
  try {
    answer = await fetch(PATH + path, { credentials: "same-origin", ...how });
  } catch {
    throw new Refused(0, "Không nối được với máy. Máy có đang chạy không?");
  }
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, said.text ?? "Máy không trả lời được. Xin thử lại.");
}

const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

function close() {
  place("desk").hidden = true;
  place("end").hidden = true;
  place("closed").hidden = false;
}

function fail(fault) {
  say(fault.message, "bad");
  if (fault.status === 401) close();
}

// What is being done is shown on what was pressed; nothing is pressed twice meanwhile.
async function busy(pressed, act) {
  pressed.setAttribute("aria-busy", "true");
  if ("disabled" in pressed) pressed.disabled = true;
  try {
    await act();
  } catch (fault) {
    fail(fault);
  } finally {
    pressed.removeAttribute("aria-busy");
    if ("disabled" in pressed) pressed.disabled = false;
  }
}

function make(tag, name = "", text = "") {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = text;
  return node;
}

function button(text, act) {
  const node = make("button", "key", text);
  node.type = "button";
  node.addEventListener("click", () => busy(node, act));
  return node;
}

async function download(path, how) {
  const answer = await ask(path, how);
  const name = decodeURIComponent(answer.headers.get("Content-Disposition").split("filename*=utf-8''")[1]);
  const link = make("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say(`Đã tải ${name}.`, "good");
}

// Tables

function part(found) {
  const node = make("details", `part ${found.kind === "closed" ? "closed-part" : found.kind}`);
  node.open = found.lines.length <= 8 || found.kind === "faulty";
  const lines = make("ul");
  lines.append(...found.lines.map((line) => make("li", "", line)));
  if (found.left) lines.append(make("li", "", `… và ${found.left} dòng nữa`));
  node.append(make("summary", "", found.title), lines);
  return node;
}

function draw(table) {
  const node = place("table").content.cloneNode(true).firstElementChild;
  node.querySelector("h3").textContent = `${table.kind} «${table.name}»`;
  node.querySelector("small").textContent = `${table.rows} dòng`;
  node.querySelector(".parts").append(...table.parts.map(part));
  node.querySelector(".said").append(...table.said.map((said) => make("li", "", said)));
  node.querySelector(".verdict").textContent = table.verdict;
  const apply = node.querySelector(".apply");
  apply.hidden = !table.mayApply;
  apply.addEventListener("click", () => busy(apply, () => applied(node, table)));
  const faults = node.querySelector(".faults");
  faults.hidden = !table.hasFaults;
  faults.addEventListener("click", () => busy(faults, () => download(`/tables/${table.id}/faults`)));
  const drop = node.querySelector(".drop-it");
  drop.hidden = !table.mayApply && !table.hasFaults;
  drop.addEventListener("click", () => busy(drop, async () => {
    say((await (await post(`/tables/${table.id}/drop`)).json()).text);
    node.remove();
  }));
  return node;
}

async function applied(node, table) {
  const said = await (await post(`/tables/${table.id}/apply`, { fingerprint: table.fingerprint })).json();
  if (said.table) {
    say(said.text, "bad");
    return node.replaceWith(draw(said.table));
  }
  say(said.text, "good");
  node.querySelector(".parts").replaceChildren(...table.parts.filter((one) => one.kind === "faulty").map(part));
  node.querySelector(".verdict").textContent = said.text;
  node.querySelector(".apply").hidden = true;
  node.querySelector(".drop-it").hidden = true;
  await refresh({ keepTables: true });
}

async function bring(file) {
  say(`Đang đọc «${file.name}» …`);
  const answer = await ask(`/tables?name=${encodeURIComponent(file.name)}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: file,
  });
  const table = await answer.json();
  say("");
  const node = draw(table);
  place("tables").prepend(node);
  node.focus({ preventScroll: false });
}

function prepareDrop() {
  const drop = place("drop");
  const input = place("file");
  const take = (files) => files.length && busy(drop, () => bring(files[0]));
  input.addEventListener("change", async () => {
    await take([...input.files]);
    input.value = "";
  });
  for (const name of ["dragover", "dragenter"]) drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

// What is fetched

function paper(found) {
  const node = make("li");
  const keys = make("span", "buttons");
  const kinds = { picture: "Hình", workbook: "Excel", document: "Word" };
  for (const [kind, label] of Object.entries(kinds)) {
    if (kind === "picture" && !found.picture) continue;
    const key = button(label, () => download(`/papers/${found.label}/${kind}`));
    key.setAttribute("aria-label", `${found.title}: ${label}`);
    keys.append(key);
  }
  node.append(make("b", "", found.title), keys);
  return node;
}

function invitations(found) {
  const said = found.count
    ? `${found.count} nơi chưa có người vào. Mỗi trang bốn phiếu; mã chỉ có trên giấy.`
    : "Nơi nào cũng có người rồi.";
  place("invitations-said").textContent = found.void
    ? `${said} Tải thì ${found.void} mã cũ chưa dùng hết dùng.`
    : said;
  place("invitations").disabled = !found.count;
}

async function refresh({ keepTables = false } = {}) {
  const state = await (await ask("/state")).json();
  place("closed").hidden = true;
  place("desk").hidden = false;
  place("end").hidden = false;
  place("commune").textContent = `${state.commune}, trang của cán bộ`;
  place("templates").replaceChildren(
    ...state.templates.map((one) => button(one.label, () => download(`/templates/${one.kind}`))),
  );
  place("papers").replaceChildren(...state.papers.map(paper));
  invitations(state.invitations);
  if (!keepTables) place("tables").replaceChildren(...state.tables.map(draw));
}

async function open() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (code) history.replaceState(null, "", location.pathname);
  try {
    if (code) await post("/session", { code });
    await refresh();
    say("");
  } catch (fault) {
    close();
    say(fault.status === 401 ? "" : fault.message, "bad");
  }
}

prepareDrop();
place("invitations").addEventListener("click", () =>
  busy(place("invitations"), async () => {
    await download("/invitations", { method: "POST" });
    await refresh({ keepTables: true });
  }));
place("end").addEventListener("click", () => busy(place("end"), async () => {
  await post("/end");
  close();
  say("Đã đóng trang.");
}));
open();
