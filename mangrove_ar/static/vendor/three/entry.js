// What the scene needs of three. The browser never loads this file: esbuild makes three.js from it.
// In an empty folder: npm install three@0.187.0 esbuild@0.28.2, copy this file there, then
// npx esbuild entry.js --bundle --minify --format=esm --target=es2020 --legal-comments=inline --outfile=three.js
export {
  AnimationMixer, Box3, BufferAttribute, BufferGeometry, CircleGeometry, DirectionalLight, Group, HemisphereLight,
  LineBasicMaterial, LineSegments, Matrix4, Mesh, MeshBasicMaterial, PerspectiveCamera, PlaneGeometry, Raycaster, Scene,
  Sphere, SRGBColorSpace, TextureLoader, Vector3, WebGLRenderer,
} from "three";
export { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";
export { MeshoptDecoder } from "three/examples/jsm/libs/meshopt_decoder.module.js";
