// The files of an uncompressed POSIX archive (ustar), in order. Names that leave the folder are refused.

export interface TarFile {
  name: string;
  bytes: Uint8Array;
}

const BLOCK = 512;

function field(header: Uint8Array, from: number, length: number): string {
  const part = header.subarray(from, from + length);
  const end = part.indexOf(0);
  return new TextDecoder().decode(end < 0 ? part : part.subarray(0, end));
}

function octal(header: Uint8Array, from: number, length: number, what: string): number {
  const digits = field(header, from, length).trim();
  if (!/^[0-7]+$/.test(digits)) throw new Error(`the archive is damaged: ${what}`);
  return parseInt(digits, 8);
}

export function* readTar(archive: Uint8Array): Generator<TarFile> {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((b) => b === 0)) return;
    const sum = header.reduce((total, b, i) => total + (i >= 148 && i < 156 ? 32 : b), 0);
    if (sum !== octal(header, 148, 8, 'no check sum')) throw new Error('the archive is damaged: a check sum is off');
    const prefix = field(header, 345, 155);
    const name = (prefix ? `${prefix}/` : '') + field(header, 0, 100);
    const size = octal(header, 124, 12, `no size of ${name}`);
    const kind = field(header, 156, 1);
    at += BLOCK;
    if (at + size > archive.length) throw new Error(`the archive is cut short in ${name}`);
    if (kind === '0' || kind === '') {
      if (name.startsWith('/') || name.split('/').includes('..')) throw new Error(`the archive names a file outside: ${name}`);
      yield { name, bytes: archive.subarray(at, at + size) };
    } else if (kind !== '5') {
      throw new Error(`the archive holds what is neither file nor folder: ${name}`);
    }
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
}
