/** Shows one model after the other in model-viewer, each in a fresh element. */

import { ModelViewerElement } from "/node/@google/model-viewer/dist/model-viewer.min.js";

ModelViewerElement.meshoptDecoderLocation = "/node/meshoptimizer/meshopt_decoder.cjs";

/** @returns {Promise<Object>} what the viewer says of the model once it has loaded. */
window.viewModel = (src) =>
  new Promise((resolve, reject) => {
    const viewer = document.createElement("model-viewer");
    viewer.addEventListener("error", ({ detail }) => reject(new Error(`${src}: ${detail.type}`)));
    viewer.addEventListener("load", () => {
      const { x, y, z } = viewer.getDimensions();
      resolve({ size_m: [x, y, z], animations: viewer.availableAnimations });
      viewer.remove();
    });
    viewer.loading = "eager";
    viewer.interactionPrompt = "none";
    viewer.src = src;
    document.body.append(viewer);
  });
