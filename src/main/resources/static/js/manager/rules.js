import { t } from '../lang.js';
import { percent, whole } from '../ui/form.js';
import { rateFields, rateOf } from './rate.js';
import { windowFields, windowPlace, windowsOf } from './windows.js';

/**
 * The rules of a tariff (docs/openapi.json, `TariffRules`) as fields of a form and back. A field is
 * called as its place in the rules is, `rate.blocks.first.amount`: so the server's complaint about
 * a place finds its field.
 */

const KINDS = ['blocks', 'passes', 'dayTickets'];

/**
 * @param {string} pointer `/rules/rate/blocks/first/amount`, also below `/tariff`
 * @param {import('../ui/form.js').Form} form
 */
export function placeOf(pointer, form) {
  const place = pointer.replace(/^\/(tariff\/)?rules\//, '').replaceAll('/', '.');
  return windowPlace(place, form.values['windows.keys']);
}

/** The kind of its rate. @returns {'blocks' | 'passes' | 'dayTickets'} */
export function kindOf(rules) {
  return KINDS.find(kind => rules.rate[kind]) ?? 'blocks';
}

/** @param {any} rules null: of a new tariff @param {import('../format.js').Format} format */
export function toFields(rules, format) {
  return {
    code: rules?.code ?? '',
    name: rules?.name ?? '',
    taxRateBp: String((rules?.taxRateBp ?? 1600) / 100),
    perPerson: rules?.perPerson ?? true,
    graceMinutes: String(rules?.graceMinutes ?? 5),
    kind: rules ? kindOf(rules) : 'blocks',
    ...rateFields(rules?.rate, 'rate', format),
    ...windowFields(rules?.windows ?? [], format),
  };
}

/**
 * What was typed, as rules; what is no number blames its field.
 *
 * @param {import('../ui/form.js').Form} form
 * @param {import('../format.js').Format} format
 */
export function toRules(form, format) {
  const { values } = form;
  return {
    code: values.code.trim(),
    name: values.name.trim(),
    taxRateBp: form.number('taxRateBp', percent, t('form.percent')),
    perPerson: values.perPerson,
    graceMinutes: form.number('graceMinutes', whole, t('form.whole')),
    rate: rateOf(form, 'rate', format),
    windows: windowsOf(form, format),
  };
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
