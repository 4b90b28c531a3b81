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

  test('cleared in the midst of an answer, the worker is ended and the next question opens another', async () => {
    const lane = new Lane(parts);
    const dropped = lane.ask('whole', { n: 1 });
    workers[0]!.ready();
    lane.clear();
    expect(await dropped).toEqual({ state: 'superseded' });
    workers[0]!.answer();
    expect(workers.map((w) => w.ended)).toEqual([true]);
    expect(lane.busy).toBe(false);
    void lane.ask('whole', { n: 2 });
    workers[1]!.ready();
    expect(workers[1]!.asked).toEqual([2]);
    workers[1]!.answer();
    lane.clear();
    expect(workers[1]!.ended).toBe(false);
  });

  test('a long answer tells how far it is, until it is stopped by hand', async () => {
    const lane = new Lane(parts, 120);
    const heard: string[] = [];
    const asked = lane.ask('map', { n: 1 }, (done, of) => heard.push(`${done} of ${of}`));
    workers[0]!.ready();
    const id = workers[0]!.told.at(-1)!.id!;
    workers[0]!.say({ type: 'progress', id, done: 1, of: 160 });
    workers[0]!.say({ type: 'progress', id: id + 1, done: 9, of: 9 });
    workers[0]!.say({ type: 'progress', id, done: 2, of: 160 });
    expect(heard).toEqual(['1 of 160', '2 of 160']);
    vi.advanceTimersByTime(119_000);
    expect(workers[0]!.ended).toBe(false);
    lane.stop();
    expect(await asked).toEqual({ state: 'stopped', message: 'Stopped.' });
    expect(workers[0]!.ended).toBe(true);
    lane.stop();
    const again = lane.ask('map', { n: 2 });
    workers[1]!.ready();
    workers[1]!.answer();
    expect(await again).toEqual({ state: 'answered', text: '2' });
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
