import { WEEKDAYS } from '../format.js';
import { rateFields, rateOf } from './rate.js';

const WEEKEND = { days: ['saturday', 'sunday'], from: '00:00', to: '00:00' };

/**
 * Hours with other prices, as fields of the tariff's form and back. `windows.keys` are the names of
 * those that are there, by the order in which they were added: one that is taken away leaves the
 * fields of the others as they are.
 */

/** @param {any[]} windows @param {import('../format.js').Format} format */
export function windowFields(windows, format) {
  return Object.assign({ 'windows.keys': windows.map((_, key) => key) },
      ...windows.map((window, key) => ({ ...timesOf(window, key),
        ...rateFields(window.rate, `windows.${key}.rate`, format) })));
}

/** One more: weekends all day, at what the tariff costs, until something else is typed.
 *  @param {import('../ui/form.js').Form} form */
export function addWindow(form) {
  const keys = form.values['windows.keys'];
  const key = Math.max(-1, ...keys) + 1;
  const rate = Object.entries(form.values).filter(([name]) => name.startsWith('rate.'))
      .map(([name, value]) => [`windows.${key}.${name}`, value]);
  Object.assign(form.values, Object.fromEntries(rate), timesOf(WEEKEND, key));
  form.set('windows.keys', [...keys, key]);
}

/** @param {import('../ui/form.js').Form} form @param {number} key */
export function removeWindow(form, key) {
  form.set('windows.keys', form.values['windows.keys'].filter(each => each !== key));
}

/** @param {{days: string[], from: string, to: string}} window @param {number} key */
function timesOf({ days, from, to }, key) {
  return {
    ...Object.fromEntries(WEEKDAYS.map(day => [`windows.${key}.${day}`, days.includes(day)])),
    [`windows.${key}.from`]: from,
    [`windows.${key}.to`]: to,
  };
}

/** @param {import('../ui/form.js').Form} form @param {import('../format.js').Format} format */
export function windowsOf(form, format) {
  const { values } = form;
  return values['windows.keys'].map(key => ({
    days: WEEKDAYS.filter(day => values[`windows.${key}.${day}`]),
    from: values[`windows.${key}.from`],
    to: values[`windows.${key}.to`],
    rate: rateOf(form, `windows.${key}.rate`, format),
  }));
}

/**
 * Where the server's complaint belongs: it counts the windows, the form names them. One about a
 * whole window stands below its first field.
 *
 * @param {string} place `windows.0.rate.blocks.first.amount`
 * @param {number[]} keys
 */
export function windowPlace(place, keys) {
  return place.replace(/^windows\.(\d+)/, (_, index) => `windows.${keys[Number(index)]}`)
      .replace(/^(windows\.\d+)(\.days.*|\.rate)?$/, '$1.from');
}
