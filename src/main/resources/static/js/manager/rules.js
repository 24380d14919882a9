import { t } from '../lang.js';
import { percent, whole } from '../ui/form.js';

/**
 * The rules of a tariff (docs/openapi.json, `TariffRules`) as fields of a form and back. A field is
 * called as its place in the rules is, `rate.blocks.first.amount`: so the server's complaint about
 * a place finds its field.
 */

const KINDS = ['blocks', 'passes', 'dayTickets'];
const ROWS = { passes: 'rate.passes.passes', dayTickets: 'rate.dayTickets.tickets' };
const LENGTH = { passes: 'minutes', dayTickets: 'fromMinutes' };

/** @param {string} pointer `/rules/rate/blocks/first/amount`, also below `/tariff` */
export function placeOf(pointer) {
  return pointer.replace(/^\/(tariff\/)?rules\//, '').replaceAll('/', '.');
}

/** The kind of its rate. @returns {'blocks' | 'passes' | 'dayTickets'} */
export function kindOf(rules) {
  return KINDS.find(kind => rules.rate[kind]) ?? 'blocks';
}

/** @param {any} rules null: of a new tariff @param {import('../format.js').Format} format */
export function toFields(rules, format) {
  const kind = rules ? kindOf(rules) : 'blocks';
  const { blocks, passes, dayTickets } = rules?.rate ?? {};
  const money = amount => amount === undefined ? '' : format.amount(amount);
  const rows = passes?.passes ?? dayTickets?.tickets ?? [];
  return {
    code: rules?.code ?? '',
    name: rules?.name ?? '',
    taxRateBp: String((rules?.taxRateBp ?? 1600) / 100),
    perPerson: rules?.perPerson ?? true,
    graceMinutes: String(rules?.graceMinutes ?? 5),
    kind,
    'rate.blocks.first.minutes': String(blocks?.first.minutes ?? 60),
    'rate.blocks.first.amount': money(blocks?.first.amount),
    'rate.blocks.later.minutes': String(blocks?.later.minutes ?? 30),
    'rate.blocks.later.amount': money(blocks?.later.amount),
    'rate.blocks.later.prorated': blocks?.later.prorated ?? false,
    'rate.blocks.dayPrice.amount': money(blocks?.dayPrice?.amount),
    'rate.blocks.dayPrice.fromMinutes': String(blocks?.dayPrice?.fromMinutes ?? ''),
    'rate.passes.dayAmount': money(passes?.dayAmount),
    ...Object.assign({}, ...rows.map((row, i) => rowFields(kind, i, row, format))),
    rows: Math.max(rows.length, 1),
  };
}

function rowFields(kind, index, row, format) {
  const place = `${ROWS[kind]}.${index}`;
  return { [`${place}.name`]: row.name, [`${place}.${LENGTH[kind]}`]: String(row[LENGTH[kind]]),
    [`${place}.amount`]: format.amount(row.amount) };
}

/**
 * What was typed, as rules; what is no number blames its field.
 *
 * @param {import('../ui/form.js').Form} form
 * @param {import('../format.js').Format} format
 * @param {any} before the rules that it began with; their windows are kept
 */
export function toRules(form, format, before) {
  const { values } = form;
  const number = place => form.number(place, whole, t('form.whole'));
  const money = place => form.number(place, text => format.parse(text), t('form.amount'));
  const rate = {
    blocks: () => ({
      first: { minutes: number('rate.blocks.first.minutes'),
        amount: money('rate.blocks.first.amount') },
      later: { minutes: number('rate.blocks.later.minutes'),
        amount: money('rate.blocks.later.amount'), prorated: values['rate.blocks.later.prorated'] },
      dayPrice: values['rate.blocks.dayPrice.amount'].trim() === '' ? undefined
        : { amount: money('rate.blocks.dayPrice.amount'),
          fromMinutes: number('rate.blocks.dayPrice.fromMinutes') },
    }),
    passes: () => ({ passes: rows(values, 'passes', number, money),
      dayAmount: money('rate.passes.dayAmount') }),
    dayTickets: () => ({ tickets: rows(values, 'dayTickets', number, money) }),
  };
  return {
    code: values.code.trim(),
    name: values.name.trim(),
    taxRateBp: form.number('taxRateBp', percent, t('form.percent')),
    perPerson: values.perPerson,
    graceMinutes: number('graceMinutes'),
    rate: { [values.kind]: rate[values.kind]() },
    windows: before && kindOf(before) === values.kind ? before.windows : [],
  };
}

function rows(values, kind, number, money) {
  return Array.from({ length: values.rows }, (_, index) => {
    const place = `${ROWS[kind]}.${index}`;
    return { name: (values[`${place}.name`] ?? '').trim(),
      [LENGTH[kind]]: number(`${place}.${LENGTH[kind]}`), amount: money(`${place}.amount`) };
  });
}

/** The places of a row. @param {'passes' | 'dayTickets'} kind @param {number} index */
export function rowPlaces(kind, index) {
  const place = `${ROWS[kind]}.${index}`;
  return { name: `${place}.name`, length: `${place}.${LENGTH[kind]}`, amount: `${place}.amount` };
}

/** In a few words. @param {any} rules @param {import('../format.js').Format} format */
export function priceOf({ rate: { blocks, passes, dayTickets } }, format) {
  if (blocks) {
    return t('rules.blocks', { first: format.money(blocks.first.amount), m: blocks.first.minutes,
      later: format.money(blocks.later.amount), n: blocks.later.minutes });
  }
  return (passes?.passes ?? dayTickets.tickets)
      .map(({ name, amount }) => `${name}: ${format.money(amount)}`).join(' · ');
}
