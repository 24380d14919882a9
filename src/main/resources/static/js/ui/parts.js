import { t } from '../lang.js';

/**
 * What a part of a time charge is for, as docs/openapi.json has it in `TimeCharge`: a block of
 * time, how often, for how many people.
 *
 * @param {{kind: string, name?: string, people: number, count: number, minutes: number}} part
 * @param {import('../format.js').Format} format
 */
export function partText({ kind, name, people, count, minutes }, format) {
  return [name ?? t(`part.${kind}`), minutes > 0 ? `${count > 1 ? `${count} × ` : ''}${
    format.duration(minutes)}` : '', people > 1 ? t('room.people.n', { n: people }) : '']
      .filter(text => text).join(' · ');
}

/**
 * What a pass has left, or what was drawn from one.
 *
 * @param {'minutes' | 'days'} unit @param {number} amount
 * @param {import('../format.js').Format} format
 */
export function passText(unit, amount, format) {
  return unit === 'days' ? t('pass.n-days', { n: amount }) : format.duration(amount);
}
