// The engine as the page sees it: a lane is one worker that answers one question at a time. Of each kind of question
// the newest waits and those before it are dropped; what takes too long is stopped, worker and all.

export interface Port {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
}

export interface About {
  world: string;
  version: string;
  question: string;
}

// To a worker: open, then ask. From it: ready or broken, then an answer for each ask, before a long one how far it is.
export interface Open {
  type: 'open';
  engine: string | WebAssembly.Module; // base64 of gzip, or compiled by another worker
  bundle: string; // base64 of gzip of a tar
}
export type FromWorker =
  | { type: 'ready'; module: WebAssembly.Module; about: About }
  | { type: 'answer'; id: number; text: string }
  | { type: 'progress'; id: number; done: number; of: number }
  | { type: 'broken'; message: string };

export type Reply = { state: 'answered'; text: string } | { state: 'superseded' } | { state: 'stopped'; message: string };

export const MOST_SECONDS = 30;

export type Progress = (done: number, of: number) => void;

interface Job {
  id: number;
  request: object;
  progress: Progress | undefined;
  settle: (reply: Reply) => void;
}

export interface Parts {
  spawn: () => Port;
  bundle: string;
  engine: string | WebAssembly.Module; // replaced by the module once one worker has compiled it
}

export class Lane {
  #port: Port | null = null;
  #ready: Promise<About> | null = null;
  #isOpen = false;
  #flying: Job | null = null;
  readonly #waiting = new Map<string, Job>(); // by kind
  #clock: ReturnType<typeof setTimeout> | undefined;
  #count = 0;

  constructor(readonly parts: Parts, readonly mostSeconds = MOST_SECONDS) {}

  get busy(): boolean {
    return this.#flying !== null || this.#waiting.size > 0;
  }

  open(): Promise<About> {
    this.#ready ??= new Promise((resolve, reject) => {
      const port = this.parts.spawn();
      this.#port = port;
      const broken = (message: string) => {
        if (this.#port !== port) return;
        this.#halt(message);
        reject(new Error(message));
      };
      this.#bound(broken);
      port.onerror = (event) => broken(event.message || 'The engine broke off.');
      port.onmessage = ({ data }) => {
        const message = data as FromWorker;
        if (message.type === 'broken') broken(message.message);
        else if (message.type === 'ready') {
          clearTimeout(this.#clock);
          this.parts.engine = message.module;
          this.#isOpen = true;
          resolve(message.about);
          this.#next();
        } else if (message.id !== this.#flying?.id) return;
        else if (message.type === 'progress') this.#flying.progress?.(message.done, message.of);
        else this.#done({ state: 'answered', text: message.text });
      };
      port.postMessage({ type: 'open', engine: this.parts.engine, bundle: this.parts.bundle } satisfies Open);
    });
    return this.#ready;
  }

  ask(kind: string, request: object, progress?: Progress): Promise<Reply> {
    return new Promise((settle) => {
      this.#waiting.get(kind)?.settle({ state: 'superseded' });
      this.#waiting.set(kind, { id: ++this.#count, request, progress, settle });
      // A worker that cannot be opened has settled what waits.
      this.open().catch(() => undefined);
      this.#next();
    });
  }

  // Drops all that was asked. A worker in the midst of an answer is ended; the next question opens another.
  clear() {
    const flying = this.#flying !== null;
    this.#settleAll({ state: 'superseded' });
    if (flying) this.#end();
  }

  // Ends what is asked, as its bound does.
  stop() {
    if (this.busy) this.#halt('Stopped.');
  }

  // Gives an idle worker's memory back; the next question opens another.
  close() {
    if (!this.busy) this.#end();
  }

  #next() {
    if (!this.#isOpen || this.#flying) return;
    for (const [kind, job] of this.#waiting) {
      this.#waiting.delete(kind);
      this.#flying = job;
      this.#bound((message) => this.#halt(message));
      this.#port?.postMessage({ type: 'ask', id: job.id, request: job.request });
      return;
    }
  }

  #bound(late: (message: string) => void) {
    clearTimeout(this.#clock);
    this.#clock = setTimeout(
      () => late(`Stopped: there was no answer within ${this.mostSeconds} seconds.`),
      this.mostSeconds * 1000,
    );
  }

  #done(reply: Reply) {
    clearTimeout(this.#clock);
    const job = this.#flying;
    this.#flying = null;
    job?.settle(reply);
    this.#next();
  }

  #halt(message: string) {
    this.#settleAll({ state: 'stopped', message });
    this.#end();
  }

  #settleAll(reply: Reply) {
    const jobs = [...(this.#flying ? [this.#flying] : []), ...this.#waiting.values()];
    this.#flying = null;
    this.#waiting.clear();
    for (const job of jobs) job.settle(reply);
  }

  #end() {
    clearTimeout(this.#clock);
    this.#port?.terminate();
    this.#port = null;
    this.#ready = null;
    this.#isOpen = false;
  }
}
