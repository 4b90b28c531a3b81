import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Lane, type FromWorker, type Parts, type Port } from '../src/live/engine';

// A worker in the test's hand: it notes what it was told, and says what the test makes it say.
class Puppet implements Port {
  onmessage: Port['onmessage'] = null;
  onerror: Port['onerror'] = null;
  told: { type: string; id?: number; request?: { n: number } }[] = [];
  ended = false;
  postMessage(message: unknown) {
    this.told.push(message as (typeof this.told)[number]);
  }
  terminate() {
    this.ended = true;
  }
  say(message: FromWorker) {
    this.onmessage?.({ data: message });
  }
  ready() {
    this.say({ type: 'ready', module: MODULE, about: { world: '2023', version: '0', question: '' } });
  }
  answer() {
    const last = this.told.at(-1)!;
    this.say({ type: 'answer', id: last.id!, text: `${last.request!.n}` });
  }
  get asked() {
    return this.told.filter((m) => m.type === 'ask').map((m) => m.request!.n);
  }
}

const MODULE = {} as WebAssembly.Module;
let workers: Puppet[];
let parts: Parts;

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  parts = {
    engine: 'packed',
    bundle: 'bundle',
    spawn: () => {
      workers.push(new Puppet());
      return workers.at(-1)!;
    },
  };
});
afterEach(() => vi.useRealTimers());

describe('one question at a time', () => {
  test('the newest of a kind wins, what flew still lands', async () => {
    const lane = new Lane(parts);
    const replies = [1, 2, 3].map((n) => lane.ask('brief', { n }));
    expect(workers).toHaveLength(1);
    workers[0]!.ready();
    expect(workers[0]!.asked).toEqual([3]);
    const later = [4, 5].map((n) => lane.ask('brief', { n }));
    workers[0]!.answer();
    workers[0]!.answer();
    expect(workers[0]!.asked).toEqual([3, 5]);
    expect(await Promise.all([...replies, ...later])).toEqual([
      { state: 'superseded' }, { state: 'superseded' }, { state: 'answered', text: '3' }, { state: 'superseded' }, { state: 'answered', text: '5' },
    ]);
    expect(lane.busy).toBe(false);
  });

  test('kinds wait side by side, in the order in which they came', async () => {
    const lane = new Lane(parts);
    const replies = [lane.ask('brief', { n: 1 }), lane.ask('catalogue', { n: 2 }), lane.ask('brief', { n: 3 })];
    workers[0]!.ready();
    workers[0]!.answer();
    workers[0]!.answer();
    expect((await Promise.all(replies)).map((r) => r.state)).toEqual(['superseded', 'answered', 'answered']);
  });

  test('what takes too long is stopped with words, and the next question has a new worker', async () => {
    const lane = new Lane(parts, 30);
    const late = lane.ask('brief', { n: 1 });
    workers[0]!.ready();
    vi.advanceTimersByTime(29_999);
    expect(workers[0]!.ended).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await late).toEqual({ state: 'stopped', message: 'Stopped: there was no answer within 30 seconds.' });
    expect(workers[0]!.ended).toBe(true);
    const next = lane.ask('brief', { n: 2 });
    expect(workers).toHaveLength(2);
    expect(workers[1]!.told[0]).toMatchObject({ type: 'open', engine: MODULE });
    workers[1]!.ready();
    workers[1]!.answer();
    expect(await next).toEqual({ state: 'answered', text: '2' });
    vi.advanceTimersByTime(60_000);
    expect(workers[1]!.ended).toBe(false);
  });

  test('a worker that does not open, or breaks off, says why', async () => {
    const lane = new Lane(parts, 30);
    const opened = lane.open().catch((e: Error) => e.message);
    const asked = lane.ask('brief', { n: 1 });
    vi.advanceTimersByTime(30_000);
    expect(await opened).toContain('30 seconds');
    expect((await asked).state).toBe('stopped');
    const again = lane.ask('brief', { n: 2 });
    workers[1]!.say({ type: 'broken', message: 'out of memory' });
    expect(await again).toEqual({ state: 'stopped', message: 'out of memory' });
    workers[0]!.say({ type: 'broken', message: 'a ghost' });
    expect(workers).toHaveLength(2);
  });

  test('cleared in the midst of an answer, the worker is ended and another opened at once', async () => {
    const lane = new Lane(parts);
    const dropped = lane.ask('whole', { n: 1 });
    workers[0]!.ready();
    lane.clear();
    expect(await dropped).toEqual({ state: 'superseded' });
    expect(workers.map((w) => w.ended)).toEqual([true, false]);
    workers[0]!.answer();
    expect(lane.busy).toBe(false);
    workers[1]!.ready();
    lane.clear();
    expect(workers).toHaveLength(2);
  });

  test('closed, an idle worker is ended and a busy one is not', async () => {
    const lane = new Lane(parts);
    const asked = lane.ask('sets', { n: 1 });
    workers[0]!.ready();
    lane.close();
    expect(workers[0]!.ended).toBe(false);
    workers[0]!.answer();
    await asked;
    lane.close();
    expect(workers[0]!.ended).toBe(true);
    void lane.ask('sets', { n: 2 });
    expect(workers).toHaveLength(2);
  });
});
