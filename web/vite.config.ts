import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { defineConfig } from 'vitest/config';
import { worldMapPlugin } from './build/world-map';

// A brief is mailed around and opened from disk: this policy makes "no network" a fact, not a habit.
const contentPolicy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

// Runs after the scripts and styles are inlined, hence in `generateBundle` and last.
function sealBuiltPage(): Plugin {
  return {
    name: 'seal-built-page',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const asset of Object.values(bundle)) {
          if (asset.type !== 'asset' || !asset.fileName.endsWith('.html')) continue;
          const meta = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy}" />`;
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

export default defineConfig({
  plugins: [worldMapPlugin(), svelte(), sampleInDev(), viteSingleFile({ removeViteModuleLoader: true }), sealBuiltPage()],
  build: {
    target: 'es2021',
    modulePreload: false,
    rollupOptions: { input: 'brief.html' },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
