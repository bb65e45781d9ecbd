// The page of an upload that is being worked on changes by itself, as that of a pack does.

export { mount } from "../packs/pack.js";
