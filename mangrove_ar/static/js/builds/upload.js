// Turn a form with a file into one that sends by chunks, shows how far it is, can pause, and goes on after a loss.

import { Refused, sendFile } from "./sending.js";

const ASK_EVERY_MS = 2_000;
const MEBIBYTE = 1024 * 1024;

/**
 * @param {HTMLFormElement} root carries data-url, data-token-url, data-staff and data-purpose; with data-at-once it
 *   sends what was chosen
 */
export function mount(root, deps = {}) {
  const words = JSON.parse(document.querySelector('[data-strings="upload"]').textContent);
  const input = root.querySelector("input[type=file]");
  const queue = makeQueue();
  const takeChosen = () => {
    const metadata = metadataOf(root);
    for (const file of input.files) queue(() => sendOne(root, file, metadata, words, deps));
    input.value = "";
  };
  const chosen = () => "atOnce" in root.dataset && takeChosen();
  root.querySelector("[data-plain-send]")?.setAttribute("hidden", "");
  root.querySelector("[data-drop-hint]").hidden = false;
  acceptDrops(root.querySelector("[data-drop]"), input, chosen);
  input.addEventListener("change", chosen);
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    takeChosen();
  });
  chosen(); // Somebody may have been faster than this script.
}

/** The fields of a form but its file and its token, with what the file is for. */
export function metadataOf(form, read = (root) => new FormData(root)) {
  const told = [...read(form)].filter(([key, value]) => typeof value === "string" && key !== "csrf_token");
  return { purpose: form.dataset.purpose, ...Object.fromEntries(told.filter(([, value]) => value !== "")) };
}

/** Put numbers into a sentence of the page. */
export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Say what a file that did not arrive needs: in the server's words, if it has some for the reader. */
export function reasonOf(error, words) {
  const own = { 401: words.signed_out, 403: words.forbidden };
  return error.words || (error.code === "other_person" ? words.other_person : (own[error.status] ?? words.failed));
}

/** One after the other: two at once would only halve the speed of each. */
export function makeQueue() {
  let last = Promise.resolve();
  return (work) => (last = last.then(work, work));
}

function sendOne(root, file, metadata, words, deps) {
  const row = makeRow(root, file, words);
  const { url, tokenUrl, staff } = root.dataset;
  const where = { url, tokenUrl, staff, token: tokenOf(document), metadata };
  const upload = sendFile(file, where, (state, here, sentence) => row.show(state, here, sentence), deps);
  return new Promise((done) => {
    const go = async () => {
      row.running(true);
      try {
        const page = await upload.run();
        if (page === null) return row.running(false);
        row.finished();
        follow(page, row, deps);
      } catch (error) {
        const isOver = error instanceof Refused && error.isOfFile;
        row[isOver ? "refused" : "stopped"](reasonOf(error, words));
      } finally {
        done(); // A paused file does not keep the next one waiting.
      }
    };
    row.onPause(() => upload.pause(), go);
    row.onCancel(async () => {
      await upload.cancel();
      row.refused(words.cancelled);
    });
    go();
  });
}

/** The token of all forms of the page. */
function tokenOf(page) {
  const fields = () => [...page.querySelectorAll("input[name=csrf_token]")];
  return {
    read: () => fields()[0].value,
    write: (token) => fields().forEach((field) => (field.value = token)),
  };
}

/** Ask how the work on a whole file stands, until it is over. */
async function follow(page, row, { ask = (...call) => fetch(...call) } = {}) {
  const answer = await ask(`${page}/state`, { headers: { Accept: "application/json" } }).catch(() => null);
  const found = answer?.ok ? await answer.json() : null;
  if (found) row.told(found);
  if (!found?.isOver) setTimeout(() => follow(page, row, { ask }), ASK_EVERY_MS);
}

function makeRow(root, file, words) {
  const row = document.querySelector("[data-sent-row]").content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`[data-${name}]`);
  const [bar, pauseButton, cancelButton, link] = [row.querySelector("progress"), part("pause"), part("cancel"), part("open")];
  let percent = 0;
  part("name").textContent = file.name;
  bar.setAttribute("aria-label", file.name);
  cancelButton.textContent = words.cancel;
  pauseButton.textContent = words.pause;
  link.textContent = words.open;
  part("words").textContent = words.waiting;
  root.querySelector("[data-sent]").append(row);
  const endButtons = () => (pauseButton.hidden = cancelButton.hidden = true);
  let isRunning = false;
  const running = (value) => {
    isRunning = value;
    pauseButton.textContent = value ? words.pause : words.resume;
    if (!value) part("words").textContent = fill(words.paused, { percent });
  };
  return {
    running,
    show(state, here, sentence) {
      percent = Math.floor((100 * here) / file.size);
      bar.value = percent;
      const megabytes = (bytes) => (bytes / MEBIBYTE).toFixed(1);
      const values = { percent, sent: megabytes(here), whole: megabytes(file.size) };
      part("words").textContent = sentence || fill(words[state], values);
    },
    stopped(sentence) {
      running(false);
      part("words").textContent = sentence;
    },
    refused(sentence) {
      endButtons();
      bar.hidden = true;
      part("words").textContent = sentence;
      row.classList.add("sent-refused");
    },
    finished() {
      endButtons();
      bar.value = 100;
    },
    told({ text, isOver, url }) {
      part("words").textContent = text;
      link.href = url;
      link.hidden = false;
      bar.hidden = isOver;
    },
    onPause: (pause, go) => pauseButton.addEventListener("click", () => (isRunning ? pause() : go())),
    onCancel: (cancel) => cancelButton.addEventListener("click", cancel),
  };
}

function acceptDrops(zone, input, then) {
  const isOver = (value) => zone.classList.toggle("drop-over", value);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    isOver(true);
  });
  zone.addEventListener("dragleave", () => isOver(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    isOver(false);
    input.files = event.dataTransfer.files;
    then();
  });
}
