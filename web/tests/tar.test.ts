import { describe, expect, test } from 'vitest';
import { writeTar } from '../browser/tar.mjs';
import { readTar } from '../src/live/tar';

const files = { 'bundle.json': '{"world":"2023"}', 'data/world/2023/world.pack': 'x'.repeat(1300), 'data/empty.toml': '' };
const read = (archive: Uint8Array) => [...readTar(archive)].map((f) => [f.name, new TextDecoder().decode(f.bytes)]);

describe('the bundle', () => {
  test('its files come out as they went in', () => {
    expect(read(writeTar(files))).toEqual(Object.entries(files));
  });

  test('a damaged or a cut archive is refused', () => {
    const whole = writeTar(files);
    const damaged = Uint8Array.from(whole);
    damaged[3] = 0x21;
    expect(() => read(damaged)).toThrow('check sum');
    expect(() => read(whole.subarray(0, 512 * 4))).toThrow('cut short in data/world/2023/world.pack');
    expect(() => read(new Uint8Array(1024).fill(7))).toThrow('damaged');
  });

  test('no file leaves the folder', () => {
    expect(() => read(writeTar({ '../outside': '' }))).toThrow('outside');
    expect(() => read(writeTar({ '/outside': '' }))).toThrow('outside');
  });
});
