// Prints what the Khronos validator says of GLB files, as JSON: {path: {issues, info}}.
//   node tests/node/validate.mjs a.glb b.glb
import { readFile } from "node:fs/promises";
import validator from "gltf-validator";

const said = {};
for (const path of process.argv.slice(2)) {
  const { issues, info } = await validator.validateBytes(new Uint8Array(await readFile(path)), {
    format: "glb",
    maxIssues: 100,
    writeTimestamp: false,
  });
  said[path] = { issues, info };
}
process.stdout.write(JSON.stringify(said));
