// Runs in a worker, after the engine's glue (which defines LeewayEngine): unpacks engine and bundle, opens the world,
// and answers one request after another.
import type { About, FromWorker, Open } from './engine';
import { readTar } from './tar';

interface Engine {
  FS: { mkdirTree(path: string): void; writeFile(path: string, bytes: Uint8Array): void };
  ccall(name: string, result: 'number' | 'string' | null, types: string[], values: unknown[]): unknown;
}

declare const LeewayEngine: (options: {
  instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): object;
  print(text: string): void;
  printErr(text: string): void;
  leewayProgress(done: number, of: number): void; // called in the midst of a long answer
}) => Promise<Engine>;

const SHARE = '/share';
let engine: Engine;
let answering = 0; // the id of what is asked

const post = (message: FromWorker) => self.postMessage(message);

async function inflated(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const binary = atob(base64.trim());
  const packed = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) packed[i] = binary.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function open(message: Open) {
  const compiled =
    typeof message.engine === 'string' ? inflated(message.engine).then((bytes) => WebAssembly.compile(bytes)) : message.engine;
  const [module, bundle] = await Promise.all([compiled, inflated(message.bundle)]);
  engine = await new Promise<Engine>((resolve, reject) => {
    LeewayEngine({
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), reject);
        return {};
      },
      print: () => undefined,
      printErr: () => undefined,
      leewayProgress: (done, of) => post({ type: 'progress', id: answering, done, of }),
    }).then(resolve, reject);
  });
  let about: About | null = null;
  for (const { name, bytes } of readTar(bundle)) {
    if (name === 'bundle.json') about = JSON.parse(new TextDecoder().decode(bytes)) as About;
    const path = `${SHARE}/${name}`;
    engine.FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
    engine.FS.writeFile(path, bytes);
  }
  if (!about) throw new Error('the bundle has no bundle.json');
  const code = engine.ccall('leeway_open', 'number', ['string', 'string'], [SHARE, about.world]) as number;
  if (code !== 0) throw new Error(answer() || `the world ${about.world} did not open (code ${code})`);
  post({ type: 'ready', module, about });
}

const answer = () => engine.ccall('leeway_answer', 'string', [], []) as string;

self.onmessage = async ({ data }: MessageEvent<Open | { type: 'ask'; id: number; request: object }>) => {
  try {
    if (data.type === 'open') {
      await open(data);
    } else {
      answering = data.id;
      engine.ccall('leeway_ask', 'number', ['string'], [JSON.stringify(data.request)]);
      post({ type: 'answer', id: data.id, text: answer() });
    }
  } catch (error) {
    post({ type: 'broken', message: `The engine broke off: ${error instanceof Error ? error.message : String(error)}` });
  }
};
