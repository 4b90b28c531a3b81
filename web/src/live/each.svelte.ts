// The map of leeway: what is asked of every economy, and the answer. It is asked by a click alone, in a worker of its own:
// it takes half a minute or so, in which the page goes on answering.
import { parseMap, type EngineError, type MapAnswer } from './answer';
import { eachBasis, eachDefaults, eachText, questionAbout, changesPolicy, type EachForm } from './each';
import { Lane, type Parts } from './engine';
import type { Live } from './live.svelte';
import { writeQuestion, type Question } from './question';

const MOST_SECONDS = 120;

export class EachEconomy {
  chosen = $state.raw<Partial<EachForm>>({}); // what was chosen in the form; the rest follows the page
  edited = $state.raw<{ threat?: string; deal?: string }>({}); // what was typed over it
  answer = $state.raw<MapAnswer | null>(null);
  basis = $state.raw<Question | null>(null); // what of the page's question the answer is of
  error = $state.raw<EngineError | null>(null);
  running = $state(false);
  done = $state(0);
  of = $state(0);

  #posed = $state.raw({ economy: '', asked: '' }); // whose question was put to the page last, and how the page asks it
  readonly #lane: Lane;

  constructor(readonly live: Live, parts: Parts) {
    this.#lane = new Lane(parts, MOST_SECONDS);
  }

  readonly form = $derived.by((): EachForm => {
    const { question, catalogue, handles, shown } = this.live;
    const rate = handles.find((h) => h.role === 'threat' && h.term === 'rate');
    const partner = shown.brief.played?.players.find((p) => p.role === 'partner')?.id ?? '';
    const defaults = eachDefaults(question, catalogue, rate ? this.live.held(rate) : null, { by: shown.brief.event?.by ?? '', partner });
    return { ...defaults, ...this.chosen };
  });
  readonly threat = $derived(this.edited.threat ?? eachText(this.form).threat);
  readonly deal = $derived(this.edited.deal ?? eachText(this.form).deal);
  readonly deals = $derived(this.deal.split('\n').map((line) => line.trim()).filter(Boolean));

  // The map answers another question than the page and the form ask now.
  readonly stale = $derived.by(() => {
    if (!this.answer || !this.basis) return false;
    const now = writeQuestion({ ...eachBasis(this.live.question, this.live.day), economy: '-' });
    const asked = writeQuestion({ ...this.basis, economy: '-' });
    return now !== asked || this.answer.threat !== this.threat.trim() || this.answer.deal.join('\n') !== this.deals.join('\n');
  });
  // The economy of the map that the page asks about now.
  readonly posed = $derived(this.live.asked === this.#posed.asked ? this.#posed.economy : '');
  readonly leftAside = $derived(
    this.answer?.left_aside ||
      (this.answer && changesPolicy(this.live.question) ? 'The map is of the policy on record: what was added, taken out or set on the page is not in it.' : ''),
  );

  choose(part: Partial<EachForm>) {
    this.chosen = { ...this.chosen, ...part };
    this.edited = {};
  }

  async ask() {
    if (this.deals.length === 0) {
      this.error = { message: 'The deal of each is missing', where: 'deal', hint: 'such as "{it} with CHN: pact 50%"', text: '' };
      return;
    }
    const basis = eachBasis(this.live.question, this.live.day);
    this.error = null;
    this.running = true;
    this.done = this.of = 0;
    // With all of the page's question, so that the engine can say what of it is not in the map.
    const question = writeQuestion({ ...this.live.question, as_of: this.live.day });
    const request = { kind: 'map', question, threat: this.threat.trim(), deal: this.deals };
    const reply = await this.#lane.ask('map', request, (done, of) => {
      this.done = done;
      this.of = of;
    });
    this.running = false;
    if (reply.state === 'stopped') this.error = { message: reply.message, where: '', hint: '', text: '' };
    if (reply.state !== 'answered') return;
    this.#lane.close();
    const parsed = parseMap(reply.text);
    if (!parsed.ok) {
      this.error = parsed.error;
      return;
    }
    this.basis = basis;
    this.answer = parsed.value;
  }

  stop() {
    this.#lane.stop();
  }

  // The page asks what the map asked of this economy.
  async pose(economy: string) {
    const { answer, basis } = this;
    if (!answer || !basis) return;
    const question = questionAbout(economy, basis, answer);
    if (await this.live.offer('map', () => question)) this.#posed = { economy, asked: writeQuestion(question) };
  }
}
