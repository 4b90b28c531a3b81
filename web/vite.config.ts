import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { defineConfig } from 'vitest/config';
import { workerSourcePlugin } from './build/worker-source';
import { worldMapPlugin } from './build/world-map';

// A brief is mailed around and opened from disk: this policy makes "no network" a fact, not a habit. The live page runs
// the engine besides, in a worker that it makes of its own text.
const contentPolicy = (live: boolean) =>
  `default-src 'none'; script-src 'unsafe-inline'${live ? " 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'" : ''}; ` +
  "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

// Runs after the scripts and styles are inlined, hence in `generateBundle` and last.
function sealBuiltPage(live: boolean): Plugin {
  return {
    name: 'seal-built-page',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const asset of Object.values(bundle)) {
          if (asset.type !== 'asset' || !asset.fileName.endsWith('.html')) continue;
          const meta = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(live)}" />`;
          asset.source = String(asset.source)
            .replace('<head>', () => `<head>\n    ${meta}`)
            // Svelte names its errors by address; the page is to name no address but its sources.
            .replaceAll('https://svelte.dev/e/', 'svelte error: ');
        }
      },
    },
  };
}

// `npm run dev` shows the sample, so that the page can be worked on without the solver.
function sampleInDev(): Plugin {
  return {
    name: 'sample-in-dev',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html.replace('__LEEWAY_DATA__', () =>
        readFileSync(new URL('./sample/brief.sample.json', import.meta.url), 'utf8').replaceAll('<', '\\u003c'),
      ),
  };
}

// `vite build --mode live` builds the live page, any other mode the brief: a single file has a single entry.
export default defineConfig(({ mode }) => {
  const live = mode === 'live';
  return {
    plugins: [
      worldMapPlugin(), workerSourcePlugin(), svelte(), sampleInDev(), viteSingleFile({ removeViteModuleLoader: true }),
      sealBuiltPage(live),
    ],
    build: {
      target: 'es2021',
      modulePreload: false,
      emptyOutDir: false,
      rollupOptions: { input: live ? 'live.html' : 'brief.html' },
    },
    test: { include: ['tests/**/*.test.ts'], environment: 'node' },
  };
});
