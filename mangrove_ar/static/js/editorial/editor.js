// The form of a record comes to life: it saves by itself, keeps what could not be saved, and says how it stands.

import { openAutosave } from "./autosave.js";
import { BEAT_MS, GONE_AFTER_MS, openKeeping } from "./keeping.js";
import { guardLeaving } from "./leaving.js";
import { fill, mountLists } from "./lists.js";
import { isOwn } from "./places.js";
import { openSending } from "./sending.js";
import { mountSlips } from "./slips.js";
import { filled, tell } from "./telling.js";

/**
 * @param {HTMLFormElement} form carries data-record, data-staff, data-autosave, data-token, data-sign-in and
 *   data-acknowledged
 */
export function mount(form) {
  const strings = JSON.parse(form.querySelector("[data-strings=editing]").textContent);
  const { record, staff, acknowledged } = form.dataset;
  const [state, help] = ["state", "help"].map((name) => form.querySelector(`[data-save-${name}]`));
  const keeping = openKeeping({ record, staff });
  const read = (from = form) => [...new FormData(from)].filter(([name]) => !isOwn(name));
  const began = read(asServed(form)); // Somebody may have typed before this script was there.
  const autosave = openAutosave({
    base: form.elements.base.value,
    began,
    read: () => read(),
    send: openSending({ url: form.dataset.autosave, tokenUrl: form.dataset.token, staff, token: tokenOf(document) }),
    keeping,
    say,
  });
  let savedAt = "";
  const guard = guardLeaving(autosave.isUnsent);
  form.elements.tab.value = keeping.tab;
  if (acknowledged) keeping.forgetTab(acknowledged);

  mountLists(form, { say: (words) => (state.textContent = words), strings });
  mountSlips(form);
  if (form.dataset.unsent === undefined) restore();
  else unsent();

  form.addEventListener("input", ({ target }) => target.name?.startsWith("add.") || autosave.touched());
  form.addEventListener("change", ({ target }) => target.name?.startsWith("add.") || autosave.touched());
  form.addEventListener("focusout", () => {
    autosave.keepNow();
    autosave.hurry();
  });
  form.addEventListener("submit", submit);
  document.addEventListener("visibilitychange", () => {
    autosave.keepNow();
    autosave.hurry();
  });
  window.addEventListener("online", () => autosave.hurry());
  window.addEventListener("focus", () => autosave.hurry());
  window.addEventListener("pagehide", () => {
    autosave.keepNow();
    keeping.leave();
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    keeping.stay();
    autosave.touched();
  });
  autosave.touched();
  // A tab that was lost a moment ago still counted as there when this page began.
  setTimeout(() => autosave.isUnsent() || restore(), GONE_AFTER_MS + BEAT_MS);
  setInterval(() => keeping.beat(), BEAT_MS);

  /** Words that another page could not send come back into the fields. */
  function restore() {
    const same = JSON.stringify(read());
    const orphans = keeping.orphans().filter((orphan) => {
      const isNew = JSON.stringify(orphan.fields) !== same;
      if (!isNew) keeping.discard(orphan);
      return isNew;
    });
    if (!orphans.length) return;
    const [newest, ...others] = orphans;
    fill(form, newest.fields);
    autosave.resume(newest);
    keeping.adopt(newest);
    const notice = document.querySelector("[data-restored]");
    const words = filled(strings.restored, { time: timeOf(newest.at) });
    notice.querySelector("[data-restored-words]").textContent = others.length ? `${words} ${strings.more_kept}` : words;
    notice.hidden = false;
    notice.querySelector("[data-discard-kept]").addEventListener("click", () => {
      fill(form, began);
      notice.hidden = true;
      autosave.touched();
      autosave.save();
    });
    autosave.save();
  }

  /** The server gave the form back because it could not write: what it shows is not saved. */
  function unsent() {
    autosave.resume({ base: autosave.base });
    autosave.touched();
  }

  async function submit(event) {
    const { submitter } = event;
    event.preventDefault();
    const outcome = await autosave.save();
    if (outcome === "conflict") compare();
    else if (outcome === "saved" && submitter?.dataset.go) location.assign(submitter.dataset.go);
  }

  /** Go to the page where both versions stand side by side; it brings the words along. */
  function compare() {
    guard.off();
    autosave.keepNow();
    form.elements.base.value = autosave.base;
    form.submit();
  }

  function say(what, { answer, reason, isKept = true } = {}) {
    const fields = answer?.conflicts.map(({ label }) => label).join(", ");
    const words = isKept ? strings[what] : strings.not_kept;
    if (answer) savedAt = answer.saved_at;
    state.textContent = filled(words, { time: savedAt, fields, reason });
    state.dataset.saveState = what;
    help.replaceChildren(...helpFor(what));
    help.hidden = !help.hasChildNodes();
    if (answer) {
      form.elements.base.value = autosave.base;
      tell(form, answer, { strings });
    }
  }

  function* helpFor(what) {
    if (what === "conflict") yield button(strings.compare, compare);
    if (what === "signed_out" || what === "other_person") {
      yield link(strings.sign_in, form.dataset.signIn);
    }
  }
}

/** The form as the server made it. */
function asServed(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return copy;
}

function tokenOf(page) {
  const fields = () => [...page.querySelectorAll("input[name=csrf_token]")];
  return {
    read: () => fields()[0].value,
    write: (token) => fields().forEach((field) => (field.value = token)),
  };
}

function timeOf(at) {
  return new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function button(words, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button button-small", textContent: words });
  made.addEventListener("click", act);
  return made;
}

function link(words, address) {
  const made = document.createElement("a");
  Object.assign(made, { href: address, target: "_blank", rel: "noopener", textContent: words });
  return made;
}
