import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { check, field } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { rowPlaces } from './rate.js';

/** @typedef {import('../ui/form.js').Form} Form */

const MOST = 10;

/** A rate to be typed. @param {Form} form @param {string} at its place */
export function rateView(form, at) {
  return form.values.kind === 'blocks' ? blocksView(form, at) : rowsView(form, at);
}

/** Of hours with another price the lengths are those of the tariff. */
function blocksView(form, at) {
  const whole = at === 'rate';
  const minutes = (place, label) => field(form, `${at}.blocks.${place}`, label,
      { mode: 'numeric', unit: t('minutes') });
  const amount = (place, label, hint = '') => field(form, `${at}.blocks.${place}`, label,
      { mode: 'decimal', hint });
  const day = html`<fieldset><legend>${t('tariff.day')}</legend><div class="pair">
      ${amount('dayPrice.amount', t('tariff.costs'), t('tariff.day.hint'))}
      ${minutes('dayPrice.fromMinutes', t('tariff.day.from'))}</div></fieldset>`;
  return whole ? html`
    <fieldset><legend>${t('tariff.first')}</legend><div class="pair">
      ${minutes('first.minutes', t('tariff.lasts'))}
      ${amount('first.amount', t('tariff.costs'))}</div></fieldset>
    <fieldset><legend>${t('tariff.later')}</legend><div class="pair">
      ${minutes('later.minutes', t('tariff.lasts'))}
      ${amount('later.amount', t('tariff.costs'))}</div>
      ${check(form, `${at}.blocks.later.prorated`, t('tariff.prorated'))}</fieldset>${day}`
    : html`<div class="pair">${amount('first.amount', t('tariff.first'))}
      ${amount('later.amount', t('tariff.later'))}</div>${day}`;
}

/** Passes or tickets, as many as wanted. */
function rowsView(form, at) {
  const { kind } = form.values;
  const rows = form.values[`${at}.rows`];
  const turn = by => form.set(`${at}.rows`, rows + by);
  return html`<fieldset class="rows"><legend>${t(kind === 'passes' ? 'tariff.passes'
    : 'tariff.tickets')}</legend>
    ${Array.from({ length: rows }, (_, index) => {
      const place = rowPlaces(kind, at, index);
      return html`<div class="triple">
        ${field(form, place.name, t('tariff.pass.name'))}
        ${field(form, place.length, kind === 'passes' ? t('tariff.lasts') : t('tariff.day.from'),
          { mode: 'numeric', unit: t('minutes') })}
        ${field(form, place.amount, t('tariff.costs'), { mode: 'decimal' })}</div>`;
    })}
    <div class="chips"><button type="button" ?disabled=${rows >= MOST}
      @click=${() => turn(1)}>${icon('plus')}${t('tariff.row.more')}</button>
      <button type="button" ?disabled=${rows <= 1} @click=${() => turn(-1)}>
        ${icon('minus')}${t('tariff.row.less')}</button></div>
    ${kind === 'passes' ? field(form, `${at}.passes.dayAmount`, t('tariff.day-pass'),
      { mode: 'decimal' }) : nothing}</fieldset>`;
}
