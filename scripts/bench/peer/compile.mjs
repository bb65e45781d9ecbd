/**
 * Compile raw RGBA pixels with mind-ar's own compiler: node compile.mjs PIXELS WIDTH HEIGHT OUT.mind
 * Prints the seconds and the peak memory as JSON.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { OfflineCompiler } from "mind-ar/src/image-target/offline-compiler.js";

const [path, width, height, out] = process.argv.slice(2);
const picture = { pixels: readFileSync(path), width: Number(width), height: Number(height) };
const start = performance.now();
const compiler = new OfflineCompiler();
await compiler.compileImageTargets([picture], () => {});
const mind = compiler.exportData();
const seconds = (performance.now() - start) / 1000;
writeFileSync(out, mind);
console.log(JSON.stringify({ seconds: [seconds], peak_mb: process.resourceUsage().maxRSS / 1024 }));
