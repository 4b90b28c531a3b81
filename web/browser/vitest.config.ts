import { defineConfig } from 'vitest/config';

// One file after another: the tests share the processors with the browser.
export default defineConfig({
  test: { include: ['browser/**/*.test.ts'], environment: 'node', fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 },
});
