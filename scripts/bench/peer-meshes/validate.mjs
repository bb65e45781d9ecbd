// Print how many errors the Khronos validator finds in a GLB: node validate.mjs FILE
import { readFile } from "node:fs/promises";
import validator from "gltf-validator";

const report = await validator.validateBytes(new Uint8Array(await readFile(process.argv[2])));
for (const message of report.issues.messages.filter(({ severity }) => severity === 0)) {
  console.error(`${message.code} ${message.pointer ?? ""} ${message.message}`);
}
console.log(JSON.stringify({ errors: report.issues.numErrors }));
