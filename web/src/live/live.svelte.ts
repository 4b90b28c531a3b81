// The page's state and its conversation with the engine: what is asked, what is shown, and how far the one is behind.
import type { Brief } from '../lib/contract';
import { parseAnswer, parseCatalogue, parseHandles, type Answer, type Catalogue, type EngineError, type Handle } from './answer';
import { numberOf, partsOf, slidable, withoutParts } from './controls';
import { EachEconomy } from './each.svelte';
import { Lane, type Parts } from './engine';
import { emptyQuestion, placeIn, readQuestion, tariffLines, withSetting, writeQuestion, type Place, type Question, type Setting } from './question';
import { decodeState, encodeState, STATE_VERSION, StateError, type State } from './state';
import { TomlError } from './toml';

const SETTLE_MS = 400; // of rest before the whole question is asked
const RANGE_MS = 1500; // and before its range is
const KEPT = 12; // answers that Back finds without a solve

// How much an answer tells: options at the centre, everything at the centre, a range over the sets, as the brief came.
export type Depth = 'centre' | 'whole' | 'sets' | 'given';
const RANK: Record<Depth, number> = { centre: 0, whole: 1, sets: 2, given: 3 };

export interface Shown extends Answer {
  asked: string; // the question's text
  depth: Depth;
}

export interface Pinned {
  asked: string;
  answer: Shown | null; // null until the engine has answered it anew
}

// What was typed into a box and the engine did not take.
export interface Refused {
  field: string;
  error: EngineError;
  place: Place;
}

export interface Host {
  hosted: boolean; // over http: then the address holds the state
  link: string; // what stood behind the # when the page opened
  saved: string; // the state inside a saved copy
  handles: string; // of the saved answer, so that its controls stand at once
  absence: string; // why there is no engine, where there is none
  push(text: string, position: number): void;
  replace(text: string, position: number): void;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const plain = (message: string): EngineError => ({ message, where: '', hint: '', text: '' });

// The list that says which goods lie under a tariff line is not in the page: of a question that needs it the engine
// knows only that a file is missing, which tells a reader nothing.
function explained(error: EngineError, asked: string): EngineError {
  const lines = `${error.where} ${error.message}`.includes('concordance') ? tariffLines(readQuestion(asked)) : [];
  if (lines.length === 0) return error;
  return {
    ...plain(`Tariff lines (${lines.join(', ')}) are not in this page: what was imported under each line does not travel with it.`),
    hint: 'Name the sector or the product instead. Or save the question under “Take it with you”, write the measure into the file\n' +
      'and run: leeway brief question.toml',
  };
}

export class Live {
  isOwnWorld = $state(false); // of which the program of a reader knows no name
  phase = $state<'starting' | 'ready' | 'absent'>('starting');
  absence = $state('');
  catalogue = $state.raw<Catalogue | null>(null);
  question = $state.raw<Question>(emptyQuestion(''));
  shown = $state.raw<Shown>() as Shown;
  handles = $state.raw<Handle[]>([]);
  error = $state.raw<EngineError | null>(null);
  offered = $state(''); // the box about whose text the engine is being asked
  refused = $state.raw<Refused | null>(null);
  drafts = $state(0); // counts how often the boxes were put back to what the question has
  refusal = $state(''); // of a state that was handed in
  unfinished = $state(''); // why there is no more than the quick answer
  probability = $state<number | null>(null);
  option = $state<string | null>(null);
  pinned = $state.raw<Pinned | null>(null);
  settled = $state(''); // the headline, once it has come to rest: read out by screen readers
  position = $state(0);
  newest = $state(0);

  readonly asked = $derived(writeQuestion(this.question));
  readonly stale = $derived(this.phase === 'ready' && this.shown.asked !== this.asked);
  // What is shown is the quick answer; the rest of it is still to come.
  readonly refining = $derived(!this.stale && !this.error && !this.unfinished && this.shown.certified && RANK[this.shown.depth] < RANK.sets);

  each: EachEconomy | null = null; // the map of leeway, where there is an engine

  readonly day = $derived(this.question.as_of || this.shown.brief.as_of);

  #origin: Question = emptyQuestion('');
  #answered: Question = emptyQuestion(''); // the last one that has an answer
  #posed: Question = emptyQuestion(''); // with its move as it was read, before parts of it were left out
  #parts = { of: '', all: new Set<string>() }; // of the move, also those that were left out
  #offers = 0; // counts what was forgotten
  #offer: Promise<boolean> = Promise.resolve(false);
  #quick: Lane | null = null;
  #deep: Lane | null = null;
  readonly #known = new Map<string, Shown>();
  #lastText = '';
  #atRest = false; // since the last change
  #dayOfCatalogue = '';
  #timers: ReturnType<typeof setTimeout>[] = [];
  readonly #bounds = new Map<string, [number, number]>(); // of each slider, as first told

  constructor(given: Brief, json: string, parts: Parts | null, readonly host: Host) {
    const certified = (JSON.parse(json) as { certified?: unknown }).certified !== false;
    this.shown = { brief: given, json: () => json, certified, question: '', command: '', handles: [], asked: '', depth: 'given' };
    if (parts) {
      this.handles = slidable(parseHandles(host.handles));
      this.#quick = new Lane(parts);
      this.#deep = new Lane(parts);
      this.each = new EachEconomy(this, parts);
    } else {
      this.#leave(this.host.absence);
    }
  }

  async start() {
    if (!this.#quick) return;
    try {
      const about = await this.#quick.open();
      this.isOwnWorld = about.world === 'own';
      this.question = this.#origin = this.#answered = this.#posed = readQuestion(about.question);
    } catch (error) {
      return this.#leave(messageOf(error));
    }
    const saved = this.host.saved && (await this.#take(this.host.saved));
    this.shown = { ...this.shown, asked: this.asked, question: this.asked };
    this.#keep(this.shown);
    const link = this.host.link && (await this.#take(this.host.link));
    this.phase = 'ready';
    this.#lastText = await this.text();
    this.host.replace(this.#lastText, this.position);
    void this.#catalogue();
    await this.#centre();
    if (link || (saved && this.pinned)) this.#later();
  }

  // ---- what the controls do

  change(part: Partial<Question>) {
    this.question = { ...this.question, ...part };
    this.#ask();
  }

  // What is typed enters the question once the engine has answered it; until then it stands in its box alone.
  // What is typed while the engine is asked waits its turn, so that neither is lost.
  offer(field: string, part: (question: Question) => Partial<Question>): Promise<boolean> {
    const turn = this.#offers;
    this.#offer = this.#offer.then(() => turn === this.#offers && this.#tryOut(field, part));
    return this.#offer;
  }

  async #tryOut(field: string, part: (question: Question) => Partial<Question>): Promise<boolean> {
    const turn = this.#offers;
    const asked = writeQuestion({ ...this.question, ...part(this.question) });
    if (this.refused?.field === field) this.refused = null;
    this.offered = field;
    if (!this.#known.has(asked)) {
      const reply = await this.#quick!.ask('offer', { kind: 'brief', question: asked, depth: 'centre', range: 'none' });
      if (turn !== this.#offers || reply.state === 'superseded') return false;
      const parsed = reply.state === 'answered' ? parseAnswer(reply.text) : { ok: false as const, error: plain(reply.message) };
      if (!parsed.ok) {
        this.offered = '';
        const error = explained(parsed.error, asked);
        this.refused = { field, error, place: placeIn(error.where, asked) };
        return false;
      }
      this.#keep({ ...parsed.value, asked, depth: 'centre' });
    }
    this.offered = '';
    this.change(part(this.question));
    return true;
  }

  // The boxes show what the question has again.
  forget() {
    ++this.#offers;
    this.offered = '';
    this.refused = null;
    ++this.drafts;
  }

  takeBack() {
    this.change(this.#answered);
  }

  // The move as it was read, where parts of it were left out since.
  readonly moveIsCut = $derived.by(() => {
    const { economy, threat, deal } = this.question;
    return deal.length > 0 && writeQuestion({ ...this.question, deal: this.#recorded(economy, threat) }) !== this.asked;
  });

  restoreMove() {
    this.change({ deal: this.#recorded(this.question.economy, this.question.threat) });
  }

  #recorded = (economy: string, threat: string) => (this.#posed.economy === economy && this.#posed.threat === threat ? this.#posed.deal : []);

  set(handle: Handle, value: Setting | null) {
    this.change({ set: withSetting(this.question.set, `${handle.measure}.${handle.term}`, value) });
  }

  setOption(key: string, value: Setting | null) {
    this.change({ options: withSetting(this.question.options, key, value) });
  }

  setProbability(p: number | null) {
    this.probability = p;
    this.#rest();
  }

  choose(option: string) {
    this.option = option;
    this.#rest();
  }

  // A ready threat; it is refused in words where the page cannot read it.
  async pose(field: string, text: string) {
    try {
      const question = readQuestion(text);
      if (await this.offer(field, () => question)) this.#posed = question;
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      this.refused = { field, error: plain(`The question cannot be read: ${error.message}`), place: { key: '', words: '' } };
    }
  }

  reset() {
    this.probability = null;
    this.option = null;
    this.#posed = this.#origin;
    this.forget();
    this.change(this.#origin);
  }

  pin() {
    this.pinned = { asked: this.shown.asked, answer: this.shown };
    this.#rest();
  }

  unpin() {
    this.pinned = null;
    this.#rest();
  }

  // The finger is ahead of the engine: what was set last is what a slider shows.
  held(handle: Handle): number {
    return numberOf(this.question.set[`${handle.measure}.${handle.term}`] ?? handle.text) ?? handle.value;
  }

  bounds(handle: Handle): [number, number] {
    const key = `${handle.measure}.${handle.term}`;
    const [low, high] = this.#bounds.get(key) ?? [handle.low, handle.high];
    const held = this.held(handle);
    const bounds: [number, number] = [Math.min(low, held), Math.max(high, held)];
    this.#bounds.set(key, bounds);
    return bounds;
  }

  // ---- the state that travels

  text(): Promise<string> {
    return encodeState({
      v: STATE_VERSION,
      question: this.asked,
      view: { option: this.option ?? '' },
      probability: this.probability,
      pinned: this.pinned && { question: this.pinned.asked },
    });
  }

  async restore(text: string): Promise<boolean> {
    if (!(await this.#take(text))) return false;
    this.#ask();
    return true;
  }

  // A link followed while the page is open.
  async arrive(text: string) {
    if (this.phase !== 'ready' || !(await this.#take(text))) return;
    this.newest = ++this.position;
    this.#lastText = await this.text();
    this.host.replace(this.#lastText, this.position);
    this.#ask();
  }

  // Back and forward.
  async travel(text: string, position: number) {
    if (this.phase !== 'ready') return;
    this.position = position;
    this.#lastText = text;
    if (await this.#take(text)) this.#ask();
  }

  async #take(text: string): Promise<boolean> {
    let state: State;
    let question: Question;
    try {
      state = await decodeState(text);
      question = readQuestion(state.question);
      if (state.pinned) readQuestion(state.pinned.question);
    } catch (error) {
      if (!(error instanceof StateError || error instanceof TomlError)) throw error;
      this.refusal = `The state was not taken: ${error.message}.`;
      return false;
    }
    this.refusal = '';
    this.forget();
    this.question = question;
    this.probability = state.probability;
    this.option = state.view.option || null;
    const asked = state.pinned && writeQuestion(readQuestion(state.pinned.question));
    this.pinned = asked ? { asked, answer: this.#known.get(asked) ?? null } : null;
    return true;
  }

  // ---- asking

  #ask() {
    this.error = null;
    this.refusal = this.unfinished = '';
    this.#deep!.clear();
    this.#atRest = false;
    const known = this.#known.get(this.asked);
    if (known) this.#show(known);
    else void this.#centre();
    if (this.day !== this.#dayOfCatalogue) void this.#catalogue();
    this.#rest();
  }

  // What waits for a hand at rest: the step that Back undoes, then the whole answer, then its range.
  #rest() {
    if (this.phase !== 'ready') return;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [setTimeout(() => void this.#settle(), SETTLE_MS)];
  }

  async #settle() {
    const text = await this.text();
    if (text !== this.#lastText) {
      this.#lastText = text;
      this.newest = ++this.position;
      this.host.push(text, this.position);
    }
    this.#atRest = true;
    if (!this.stale) this.#later();
  }

  // What is not certified at the centre has no more to tell.
  #later() {
    if (!this.shown.certified) return this.#announce();
    void this.#whole('whole');
    this.#timers.push(setTimeout(() => void this.#whole('sets'), RANGE_MS - SETTLE_MS));
    if (this.pinned && !this.pinned.answer) void this.#answerPinned();
  }

  async #centre() {
    const asked = this.asked;
    const reply = await this.#quick!.ask('brief', { kind: 'brief', question: asked, depth: 'centre', range: 'none' });
    if (reply.state === 'superseded') return;
    this.#receive(reply.state === 'answered' ? parseAnswer(reply.text) : { ok: false, error: plain(reply.message) }, asked, 'centre');
  }

  async #whole(depth: 'whole' | 'sets') {
    const asked = this.asked;
    const known = this.#known.get(asked);
    if (known && RANK[known.depth] >= RANK[depth]) return this.#announce();
    const range = depth === 'sets' ? 'sets' : 'none';
    const reply = await this.#deep!.ask(depth, { kind: 'brief', question: asked, depth: 'whole', range });
    if (reply.state === 'superseded') return;
    if (reply.state === 'stopped') this.unfinished = reply.message;
    else this.#receive(parseAnswer(reply.text), asked, depth);
    if (depth === 'sets') this.#deep!.close();
    this.#announce();
  }

  async #answerPinned() {
    const asked = this.pinned!.asked;
    const reply = await this.#deep!.ask('pinned', { kind: 'brief', question: asked, depth: 'whole', range: 'none' });
    const parsed = reply.state === 'answered' ? parseAnswer(reply.text) : null;
    if (this.pinned?.asked === asked && parsed?.ok) this.pinned = { asked, answer: { ...parsed.value, asked, depth: 'whole' } };
  }

  async #catalogue() {
    this.#dayOfCatalogue = this.day;
    const reply = await this.#quick!.ask('catalogue', { kind: 'catalogue', as_of: this.#dayOfCatalogue });
    if (reply.state !== 'answered') return;
    const parsed = parseCatalogue(reply.text);
    if (parsed.ok) this.catalogue = parsed.value;
    else this.error ??= parsed.error;
  }

  #receive(parsed: ReturnType<typeof parseAnswer>, asked: string, depth: Depth) {
    if (!parsed.ok) {
      if (asked === this.asked) this.error = explained(parsed.error, asked);
      return;
    }
    const shown: Shown = { ...parsed.value, asked, depth };
    this.#keep(shown);
    // An answer to what was asked a moment ago is shown too, dimmed, so that the picture follows the finger; but never
    // in the place of the answer to what is asked now.
    if (asked === this.asked || this.stale) this.#show(shown);
    // A slow machine answers after the hand has come to rest.
    if (depth === 'centre' && asked === this.asked && this.#atRest) this.#later();
  }

  #show(shown: Shown) {
    const { economy, threat } = this.question;
    const of = `${economy} ${threat}`;
    const before = this.#parts.of === of ? this.#parts.all : [];
    this.#parts = { of, all: new Set([...before, ...partsOf(shown.brief)]) };
    if (shown.handles.length > 0 || shown.depth !== 'given') this.handles = slidable(withoutParts(shown.handles, this.#parts.all));
    if (this.shown.asked === shown.asked && RANK[this.shown.depth] > RANK[shown.depth]) {
      this.shown = { ...this.shown, handles: shown.handles, command: this.shown.command || shown.command, question: shown.question };
      this.#keep(this.shown);
      return;
    }
    if (shown.asked === this.asked) {
      this.error = null;
      this.#answered = this.question;
    }
    this.shown = shown.depth === 'centre' ? { ...shown, brief: carried(this.shown.brief, shown.brief) } : shown;
  }

  #announce() {
    if (!this.stale) this.settled = this.shown.brief.headline;
  }

  #keep(shown: Shown) {
    const known = this.#known.get(shown.asked);
    if (known && RANK[known.depth] > RANK[shown.depth]) return;
    this.#known.delete(shown.asked);
    this.#known.set(shown.asked, shown);
    // What came with the file is never dropped: Reset goes back to it.
    const oldest = [...this.#known].find(([, s]) => s.depth !== 'given');
    if (this.#known.size > KEPT && oldest) this.#known.delete(oldest[0]);
  }

  #leave(why: string) {
    this.phase = 'absent';
    this.absence = why;
  }
}

// What the quick answer leaves out: what no change of policy moves; what belongs to an equilibrium, where that is the
// same; and the instruments of an option, which the page dims until the whole answer has them.
function carried(before: Brief, now: Brief): Brief {
  const same = before.economy.id === now.economy.id;
  const sameQuo = now.status_quo.run_id !== '' && before.status_quo.run_id === now.status_quo.run_id;
  const instruments = new Map(same && before.event?.id === now.event?.id ? before.options.map((o) => [o.id, o.instruments]) : []);
  return {
    ...now,
    exposure: now.exposure ?? (same ? before.exposure : null),
    data_sources: now.data_sources.length > 0 ? now.data_sources : before.data_sources,
    status_quo: sameQuo ? { ...now.status_quo, against_base: before.status_quo.against_base } : now.status_quo,
    options: now.options.map((o) => ({ ...o, instruments: instruments.get(o.id) ?? [] })),
  };
}
