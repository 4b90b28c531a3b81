// The engine of the live page in Node, opened as the page's worker opens it: module and bundle, a memory file system.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The files of an uncompressed tar (ustar), name and bytes. */
export function* filesOf(tar) {
  const text = (from, size) => tar.subarray(from, from + size).toString('utf8').replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const prefix = text(at + 345, 155);
    const size = parseInt(text(at + 124, 12), 8);
    yield { name: (prefix ? prefix + '/' : '') + text(at, 100), bytes: tar.subarray(at + 512, at + 512 + size) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

/** Opens the engine `build`/leeway.js on a bundle; `ask` returns the code and the text of an answer. */
export async function openEngine(build, bundleFile) {
  const make = createRequire(import.meta.url)(`${build}/leeway.js`);
  const module = await make({ wasmBinary: readFileSync(`${build}/leeway.wasm`) });
  const start = performance.now();
  let world = '';
  for (const { name, bytes } of filesOf(gunzipSync(readFileSync(bundleFile)))) {
    const path = `/share/${name}`;
    module.FS.mkdirTree(path.replace(/\/[^/]*$/, ''));
    module.FS.writeFile(path, bytes);
    if (name === 'bundle.json') world = JSON.parse(bytes.toString('utf8')).world;
  }
  const answer = () => module.UTF8ToString(module._leeway_answer());
  const open = (name) => module.ccall('leeway_open', 'number', ['string', 'string'], ['/share', name]);
  const ask = (request) => {
    const code = module.ccall('leeway_ask', 'number', ['string'], [request]);
    return { code, text: answer() };
  };
  const code = open(world);
  if (code !== 0) throw new Error(`leeway_open: ${code} ${answer()}`);
  return { ask, open, answer, module, openedIn: performance.now() - start };
}
