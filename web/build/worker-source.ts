import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rollup } from 'vite';

const ID = 'virtual:worker-source';
const ENTRY = fileURLToPath(new URL('../src/live/worker.ts', import.meta.url));

// The worker as text: the page makes a Blob of the engine's glue and this, since a file has nothing to fetch it from.
export function workerSourcePlugin(): Plugin {
  return {
    name: 'worker-source',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      const output = (await build({
        configFile: false,
        logLevel: 'warn',
        build: { write: false, target: 'es2021', lib: { entry: ENTRY, formats: ['iife'], name: 'leewayWorker' } },
      })) as Rollup.RollupOutput[];
      return `export default ${JSON.stringify(output[0]!.output[0].code)};`;
    },
  };
}
