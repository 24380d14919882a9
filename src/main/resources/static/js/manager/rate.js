import { t } from '../lang.js';
import { whole } from '../ui/form.js';

const ROWS = { passes: 'passes.passes', dayTickets: 'dayTickets.tickets' };
const LENGTH = { passes: 'minutes', dayTickets: 'fromMinutes' };

/**
 * One rate, of the tariff or of hours with another price, as fields and back.
 *
 * @param {any} rate undefined: there is none yet
 * @param {string} at its place
 * @param {import('../format.js').Format} format
 */
export function rateFields(rate, at, format) {
  const { blocks, passes, dayTickets } = rate ?? {};
  const money = amount => amount === undefined ? '' : format.amount(amount);
  const rows = passes?.passes ?? dayTickets?.tickets ?? [];
  return {
    [`${at}.blocks.first.minutes`]: String(blocks?.first.minutes ?? 60),
    [`${at}.blocks.first.amount`]: money(blocks?.first.amount),
    [`${at}.blocks.later.minutes`]: String(blocks?.later.minutes ?? 30),
    [`${at}.blocks.later.amount`]: money(blocks?.later.amount),
    [`${at}.blocks.later.prorated`]: blocks?.later.prorated ?? false,
    [`${at}.blocks.dayPrice.amount`]: money(blocks?.dayPrice?.amount),
    [`${at}.blocks.dayPrice.fromMinutes`]: String(blocks?.dayPrice?.fromMinutes ?? ''),
    [`${at}.passes.dayAmount`]: money(passes?.dayAmount),
    ...Object.assign({}, ...rows.map((row, i) => rowFields(passes ? 'passes' : 'dayTickets', at,
        i, row, format))),
    [`${at}.rows`]: Math.max(rows.length, 1),
  };
}

function rowFields(kind, at, index, row, format) {
  const place = rowPlaces(kind, at, index);
  return { [place.name]: row.name, [place.length]: String(row[LENGTH[kind]]),
    [place.amount]: format.amount(row.amount) };
}

/**
 * The rate that was typed at a place; the lengths of blocks are those of the tariff everywhere.
 *
 * @param {import('../ui/form.js').Form} form @param {string} at
 * @param {import('../format.js').Format} format
 */
export function rateOf(form, at, format) {
  const { values } = form;
  const number = place => form.number(place, whole, t('form.whole'));
  const money = place => form.number(place, text => format.parse(text), t('form.amount'));
  const { kind } = values;
  const rates = {
    blocks: () => ({
      first: { minutes: number('rate.blocks.first.minutes'),
        amount: money(`${at}.blocks.first.amount`) },
      later: { minutes: number('rate.blocks.later.minutes'),
        amount: money(`${at}.blocks.later.amount`),
        prorated: values['rate.blocks.later.prorated'] },
      dayPrice: values[`${at}.blocks.dayPrice.amount`].trim() === '' ? undefined
        : { amount: money(`${at}.blocks.dayPrice.amount`),
          fromMinutes: number(`${at}.blocks.dayPrice.fromMinutes`) },
    }),
    passes: () => ({ passes: rows(), dayAmount: money(`${at}.passes.dayAmount`) }),
    dayTickets: () => ({ tickets: rows() }),
  };
  const rows = () => Array.from({ length: values[`${at}.rows`] }, (_, index) => {
    const place = rowPlaces(kind, at, index);
    return { name: (values[place.name] ?? '').trim(), [LENGTH[kind]]: number(place.length),
      amount: money(place.amount) };
  });
  return { [kind]: rates[kind]() };
}

/** The places of a row. @param {'passes' | 'dayTickets'} kind @param {string} at
 *  @param {number} index */
export function rowPlaces(kind, at, index) {
  const place = `${at}.${ROWS[kind]}.${index}`;
  return { name: `${place}.name`, length: `${place}.${LENGTH[kind]}`, amount: `${place}.amount` };
}
