/**
 * The door to a station's scene: on a tap it opens plaque AR or the 3D view, and always says what happened. Nothing
 * of three or the tracker is fetched before the tap. The page renders this, and without JavaScript shows the poster:
 *
 *   <section class="scene" data-module="visits/scene" data-mode="plaque"
 *            data-manifest="/api/v1/stations/CODE/manifest" aria-labelledby="scene-title">
 *     <h2 id="scene-title">…</h2>
 *     <div class="scene-screen">
 *       <img class="scene-poster" data-poster src="…" alt="…" width="…" height="…">
 *       <div class="scene-place" data-stage hidden></div>
 *     </div>
 *     <p class="scene-status" data-status role="status" aria-live="polite"></p>
 *     <div class="scene-doors">
 *       <button type="button" class="scene-button scene-start" data-start-ar hidden>{{ t("scene.buttons.start_ar") }}</button>
 *       <button type="button" class="scene-button" data-start-view hidden>{{ t("scene.buttons.start_view") }}</button>
 *     </div>
 *     <script type="application/json" data-strings>the tree of translations/scene.yaml in the page's language</script>
 *   </section>
 *
 * Events on the section, both bubble and carry `detail.mode` ("plaque" or "view"):
 *   scene:shown   once for each page: the marker was found, or the 3D view was drawn
 *   scene:closed  the visitor left AR or the 3D view, or it failed
 */

import { Unavailable, canDraw, explain, landing, lookAtDevice, possibleSteps } from "./scene/ladder.js";

/**
 * @param {HTMLElement} root
 * @param {{device?: Object, loadAr?: () => Promise<Object>, loadView?: () => Promise<Object>}} [deps]
 */
export function mount(root, deps = {}) {
  const { loadAr = () => import("./scene/ar.js"), loadView = () => import("./scene/view.js") } = deps;
  const page = readPage(root);
  const { steps, reason } = possibleSteps(deps.device ?? lookAtDevice(root.dataset.mode));
  const tellShown = onceShown(root);
  let closeView = () => {};
  let isArOpen = false;

  async function startAr() {
    if (isArOpen) return; // A second tap while the files of the layer come.
    isArOpen = true;
    closeView();
    page.say("");
    const after = await followAr();
    isArOpen = false;
    tell(root, "scene:closed", "plaque");
    after();
  }

  /** Run AR to its end, and say what comes after it. */
  async function followAr() {
    try {
      if (!canDraw()) throw new Unavailable("webgl_missing"); // Known before the browser asks about the camera.
      const { runAr } = await loadAr();
      const next = await runAr({ ...page.journey, onShown: () => tellShown("plaque") });
      return () => next === "view" && startView();
    } catch (error) {
      return () => land(error, "plaque");
    }
  }

  async function startView({ message = "", takeFocus = true } = {}) {
    if (isArOpen) return;
    closeView();
    page.say(message);
    const ending = new AbortController();
    closeView = (error) => {
      if (ending.signal.aborted) return;
      ending.abort(new DOMException("The view was closed.", "AbortError"));
      page.showPoster(true);
      if (error) land(error, "view");
      tell(root, "scene:closed", "view");
    };
    page.showPoster(false);
    const close = () => {
      closeView();
      page.focusView();
    };
    const onShown = () => tellShown("view");
    try {
      const { runView } = await loadView();
      await runView(page.place, { ...page.journey, signal: ending.signal, takeFocus, onShown, onClose: close, onFail: closeView });
    } catch (error) {
      closeView(error);
    }
  }

  function land(error, step) {
    console.warn(error);
    const landed = landing(error, step);
    const message = explain(landed, page.journey.strings);
    if (landed.step === "view") startView({ message, takeFocus: false });
    else page.say(message);
  }

  page.offer(steps, startAr, () => startView());
  if (reason) page.say(explain({ step: steps[0], reason }, page.journey.strings));
}

function readPage(root) {
  const find = (name) => root.querySelector(`[data-${name}]`);
  const [place, poster, status, ar, view] = ["stage", "poster", "status", "start-ar", "start-view"].map(find);
  let canView = false;
  const strings = JSON.parse(find("strings").textContent);
  return {
    place,
    journey: { manifestUrl: root.dataset.manifest, language: document.documentElement.lang, strings },
    say: (message) => (status.textContent = message),
    focusView: () => view.focus(),
    showPoster(isShown) {
      [poster.hidden, place.hidden] = [!isShown, isShown];
      view.hidden = !isShown || !canView;
    },
    offer(steps, startAr, startView) {
      canView = steps.includes("view");
      [ar.hidden, view.hidden] = [!steps.includes("plaque"), !canView];
      ar.addEventListener("click", startAr);
      view.addEventListener("click", startView);
    },
  };
}

function onceShown(root) {
  let isTold = false;
  return (mode) => {
    if (!isTold) tell(root, "scene:shown", mode);
    isTold = true;
  };
}

function tell(root, name, mode) {
  root.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { mode } }));
}
