// The one place where the page gets its data: today the JSON that is inlined in the file, and a server's answer later.
import { parseBrief, type Brief } from './contract';
import { ContractError } from './schema';

export type Loaded =
  | { state: 'ready'; brief: Brief }
  | { state: 'empty' }
  | { state: 'invalid'; message: string };

// The placeholder is matched by its shape and not by its name: its name may stand only once in the built file.
const PLACEHOLDER = /^__[A-Z_]+__$/;

export function readBrief(json: string | null | undefined): Loaded {
  const content = (json ?? '').trim();
  if (content === '' || PLACEHOLDER.test(content)) return { state: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    return { state: 'invalid', message: `The data in this file are not JSON: ${(error as Error).message}` };
  }
  try {
    return { state: 'ready', brief: parseBrief(value) };
  } catch (error) {
    if (error instanceof ContractError) return { state: 'invalid', message: error.message };
    throw error;
  }
}

export function loadInlined(page: Document): Loaded {
  return readBrief(page.getElementById('leeway-data')?.textContent);
}
