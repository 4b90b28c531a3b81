// A live page around an engine that is none: it answers from one recorded brief, and goes wrong when told to. For what
// the page does when an engine hangs, breaks off or certifies nothing, which the real one is hard to bring to.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { writeTar } from './tar.mjs';

const EMPTY_MODULE = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const QUESTION = 'economy = "CAN"\nas_of = 2026-01-24\nthreat = "US-THREAT"\n';

// Runs in the page's worker.
function glue() {
  return `var LeewayEngine = ${async function LeewayEngine(module) {
    const files = new Map();
    let answer = '';
    const text = (name) => new TextDecoder().decode(files.get(`/share/${name}`));
    const reply = (value) => {
      answer = JSON.stringify(value);
      return value.ok ? 0 : 2;
    };
    const room = (economy, name, claim, p_star, gain, loss) => ({
      economy, name, claim, p_star, figure: `${100 * p_star}%`, gain_musd: gain, loss_musd: loss, gain_pct: gain / 1e4, loss_pct: loss / 1e4, failed: '',
    });
    function map(request) {
      module.leewayProgress(3, 16);
      if (request.threat.includes('hang')) for (;;);
      if (!request.threat.includes('{it}')) {
        return reply({ ok: false, code: 2, error: { message: 'the threat does not say where each economy stands in it', where: 'threat:1:1', hint: 'such as "USA on {it}: tariff 25% on goods"', text: '' } });
      }
      return reply({
        ok: true, schema: 'leeway-live-1', kind: 'map', certified: !request.threat.includes('uncertified'), run_id: 'map-run', threat: request.threat, deal: request.deal, threat_by: 'USA',
        command: `leeway room --each --threat '${request.threat}'`, left_aside: /\n(add|drop) = /.test(request.question) ? 'What was added is not in it.' : '',
        sentence: 'Canada has the least room.', words: ['Put to 9 economies.'],
        rows: [room('CAN', 'Canada', 'room', 0.016, 250, 21100), room('KOR', 'Korea', 'room', 0.17, 900, 4000), room('MLT', 'Malta', 'room', 0.5, 4, 4),
          room('ATL', 'Atlantis', 'room', 0.3, 4, 9), room('NGA', 'Nigeria', 'never', 0, -5, 30), room('MEX', 'Mexico', 'open', 0, 0.3, 40000),
          room('MAR', 'Morocco', 'open_punished', 0.8, 30, 2), room('RUS', 'Russia', 'always', 1, 700, -20),
          { economy: 'JPN', name: 'Japan', failed: 'the <b>iteration</b> did not converge' }],
        left_out: [{ economy: 'USA', name: 'United States', why: 'it would threaten itself' }, { economy: 'CHN', name: 'China', why: 'it would make a deal with itself' }],
      });
    }
    function ask(request) {
      if (request.kind === 'map') return map(request);
      const question = request.question ?? '';
      if (request.kind === 'catalogue') return reply(JSON.parse(text('catalogue.json')));
      if (question.includes('hang')) for (;;);
      if (question.includes('break')) throw new Error('out of memory');
      if (question.includes('refuse')) {
        return reply({ ok: false, code: 2, error: { message: '<b>no such</b> measure', where: 'question:1:8', hint: 'did you mean "a"?', text: '' } });
      }
      if (/hs:\d/.test(question)) {
        const where = '/share/data/concordance/hs6.csv';
        return reply({ ok: false, code: 2, error: { message: 'cannot be read: No such file or directory', where, hint: '', text: '' } });
      }
      const at = question.split('\n').findIndex((line) => /tarif |outdated/.test(line)) + 1;
      if (at > 0) {
        return reply({ ok: false, code: 2, error: { message: 'no instrument "tarif"', where: `question:${at}:10`, hint: 'did you mean "tariff"?', text: '' } });
      }
      const certified = !question.includes('uncertified');
      const rate = Number(/"US-THREAT\.rate" = ([\d.]+)/.exec(question)?.[1] ?? 1);
      const brief = JSON.parse(text('brief.json'));
      brief.leeway.loss_musd *= rate;
      brief.leeway.p_star = brief.leeway.gain_musd / (brief.leeway.gain_musd + brief.leeway.loss_musd);
      if (request.range !== 'sets') Object.assign(brief.leeway, { low: null, high: null, cases: [] });
      if (request.depth === 'centre') brief.exposure = null;
      return reply({
        ok: true, schema: 'leeway-live-1', kind: 'brief', certified, brief, question, command: 'leeway brief question.toml',
        handles: [{ measure: 'US-THREAT', title: 'A duty on all goods', role: 'threat', term: 'rate', value: rate, text: `${rate}`, unit: '', low: 0, high: 2 },
          ...brief.options[0].measures.map((measure) => (
            { measure, title: 'A part of the move', role: 'retaliation', term: 'quota', value: 1, text: '1', unit: '', low: 0, high: 2 }))],
      });
    }
    return {
      FS: { mkdirTree: () => undefined, writeFile: (name, bytes) => files.set(name, bytes) },
      ccall: (name, _result, _types, [value]) =>
        name === 'leeway_answer' ? answer : name === 'leeway_ask' ? ask(JSON.parse(value)) : 0,
    };
  }};`;
}

const measure = (id, title, status, effective) => ({
  id, title, by: 'USA', on: ['CAN'], goods: ['goods'], instrument: 'tariff', status, announced: effective, effective, threat: status === 'threatened',
});

export function fakePage(template, brief, world = '2023') {
  const catalogue = {
    ok: true, schema: 'leeway-live-1', kind: 'catalogue',
    economies: [{ id: 'CAN', name: 'Canada' }, { id: 'CHN', name: 'China' }, { id: 'KOR', name: 'Korea' }, { id: 'USA', name: 'United States' }], 
    groups: [{ id: 'EU27', name: 'European Union', members: [] }], sectors: [{ id: 'C29', name: 'Motor vehicles' }],
    products: [{ id: 'product:bev', name: 'Battery electric cars' }],
    measures: [measure('US-STEEL', 'Duties on steel', 'in_force', '2025-03-12'), measure('US-THREAT', 'A duty on all goods', 'threatened', '2026-01-24')],
    threats: [{ name: 'canada-china', title: 'Canada and China', question: `# ready\n${QUESTION}` },
      { name: 'elsewhere', title: 'Of another world', question: 'economy = "ATL"\nthreat = "US-THREAT"\n' }], scenarios: [], elasticities: ['FGO', 'CP'],
    closures: ['share', 'balanced', 'numeraire', 'own'], days: { first: '2018-01-01', last: '2026-02-01' },
    world: { name: '2023', title: '', base_year: 2023 }, version: '0.1.0',
  };
  const bundle = writeTar({
    'bundle.json': JSON.stringify({ world, version: '0.1.0', question: QUESTION }),
    'catalogue.json': JSON.stringify(catalogue),
    'brief.json': JSON.stringify(brief),
  });
  const script = (text) => text.replaceAll('<', '\\u003c');
  const slots = {
    'leeway-data': script(JSON.stringify(brief)),
    'leeway-state': '',
    'leeway-engine': gzipSync(EMPTY_MODULE).toString('base64'),
    'leeway-glue': glue(),
    'leeway-bundle': gzipSync(bundle).toString('base64'),
  };
  const html = readFileSync(template, 'utf8').replace('__LEEWAY_STATIC__', () => `<main><h1>${brief.headline.replaceAll('<', '&lt;')}</h1></main>`);
  // By element and not by placeholder: the real engine may be in the template already.
  return Object.entries(slots).reduce(
    (page, [id, text]) => page.replace(new RegExp(`(<script[^>]* id="${id}">)[^]*?(?=</script>)`), (_, open) => open + text), html);
}
