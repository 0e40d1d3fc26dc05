import { SeededRandom } from '@lcm/core/kernel';
import { demandOf, type Outcome, used } from './exam/account.ts';
import { examsOf, monthDays } from './exam/calendar.ts';
import type { Spent } from './exam/ledger.ts';
import { OlderMonth } from './exam/older.ts';
import { OurMonth } from './exam/ours.ts';
import { type Figure, quantile } from './harness.ts';
import { runs } from './options.ts';

const months = 10;
const monthMinutes = monthDays * 24 * 60;

interface Compared {
  readonly bookings: number;
  readonly demand: number;
  readonly reallyUsed: number;
  readonly most: number;
  readonly ours: Outcome & { readonly spent: Spent };
  readonly older: Outcome;
}

/** Months of bookings on hosts that boot log-normally and fail now and then: our rules, the older system's, and always on. */
export async function examFigures(): Promise<Figure[]> {
  const all = Array.from({ length: runs(months) }, (_, seed) => compare(seed + 1));
  const bookings = quantile(
    all.map((each) => each.bookings),
    0.5,
  ).toLocaleString('en');
  const ratio = (of: (each: Compared) => number): string =>
    spread(
      all.map((each) => of(each) / each.demand),
      'high',
      (value) => `${value.toFixed(2)} x`,
    );
  const ready = (of: (each: Compared) => Outcome): string =>
    spread(
      all.map((each) => readyShare(of(each))),
      'low',
      (value) => `${(value * 100).toFixed(2)} %`,
    );
  return [
    {
      what: `exam month of ${bookings} bookings: ready 2 minutes before the start`,
      measured: ready(({ ours }) => ours),
      aim: '>= 99.5 %',
    },
    {
      what: '… host-minutes against the demand bound',
      measured: ratio(({ ours }) => ours.hostMinutes),
      aim: '<= 1.15 x',
    },
    {
      what: '… against the bound of what candidates really used',
      measured: spread(
        all.map((each) => each.ours.hostMinutes / each.reallyUsed),
        'high',
        (value) => `${value.toFixed(2)} x`,
      ),
      aim: '',
    },
    spentFigure(all),
    {
      what: '… refused; boots; sessions moved before they began',
      measured: `${sum(all, ({ refused }) => refused)}; ${sum(all, ({ boots }) => boots)}; ${sum(all, ({ moves }) => moves)} in all`,
      aim: '',
    },
    ...otherRules({ ratio, ready }),
  ];
}

interface Words {
  readonly ratio: (of: (each: Compared) => number) => string;
  readonly ready: (of: (each: Compared) => Outcome) => string;
}

function otherRules({ ratio, ready }: Words): readonly Figure[] {
  return [
    { what: '… the older system on the same bookings: ready', measured: ready(({ older }) => older), aim: '' },
    { what: '… the older system: host-minutes', measured: ratio(({ older }) => older.hostMinutes), aim: '' },
    {
      what: '… a fleet that is always on, as large as the month ever needs',
      measured: ratio(({ most }) => most * monthMinutes),
      aim: '',
    },
  ];
}

function compare(seed: number): Compared {
  const exams = examsOf(new SeededRandom(seed));
  const { hostMinutes: demand, mostHosts: most } = demandOf(exams);
  return {
    bookings: exams.length,
    demand,
    most,
    reallyUsed: demandOf(exams, used).hostMinutes,
    ours: new OurMonth(exams, new SeededRandom(seed * 1_009)).run(),
    older: new OlderMonth(exams, new SeededRandom(seed * 1_009)).run(),
  };
}

function spentFigure(all: readonly Compared[]): Figure {
  const shareOf = (part: keyof Spent): string => {
    const shares = all.map(({ ours, demand }) => ours.spent[part] / demand);
    return `${quantile(shares, 0.5).toFixed(3)} x`;
  };
  return {
    what: '… of which hosts were: booting; waiting for their first session; with sessions; between and after them',
    measured: [shareOf('booting'), shareOf('waiting'), shareOf('working'), shareOf('resting')].join('; '),
    aim: '',
  };
}

function readyShare({ ready, late }: Outcome): number {
  return ready / (ready + late);
}

function sum(all: readonly Compared[], of: (outcome: Outcome) => number): string {
  return all.reduce((count, { ours }) => count + of(ours), 0).toLocaleString('en');
}

function spread(values: readonly number[], worst: 'high' | 'low', inWords: (value: number) => string): string {
  const last = worst === 'high' ? Math.max(...values) : Math.min(...values);
  return `median ${inWords(quantile(values, 0.5))}, worst ${inWords(last)} of ${values.length}`;
}
