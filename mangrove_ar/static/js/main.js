// Each part of a page names the module that brings it to life: data-module="visits/station".

for (const root of document.querySelectorAll("[data-module]")) {
  import(`./${root.dataset.module}.js`).then(({ mount }) => mount(root));
}
