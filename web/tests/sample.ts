import { readFileSync } from 'node:fs';

// A fresh copy for each test, so that a test may break it.
export function sample(): Record<string, any> {
  return JSON.parse(readFileSync(new URL('../sample/brief.sample.json', import.meta.url), 'utf8'));
}
