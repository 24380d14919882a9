import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { check, choice, field } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { placeOf, rowPlaces, toFields, toRules } from './rules.js';
import { Trial, trialView } from './trial.js';

/** @typedef {import('../ui/form.js').Form} Form */

/**
 * A new tariff or the next version of one, with a stay tried under it before it holds.
 *
 * @param {import('./tariffs.js').Tariffs} tariffs
 * @param {any} newest null: a new tariff
 */
export function tariffSheet(tariffs, newest) {
  const { format, api, page } = tariffs;
  const before = newest?.rules ?? null;
  const trial = new Trial(api, () => page.draw(),
      () => page.focus('dialog [aria-invalid="true"]'));
  return {
    wide: true,
    title: newest ? t('tariff.version.of', { name: before.name }) : t('tariff.new'),
    submit: t('save'),
    values: { ...toFields(before, format), validFrom: '', json: '', minutes: '90', people: '1' },
    fieldOf: placeOf,
    body: form => html`<div class="columns"><div class="fields">
        ${commonView(form, newest !== null)}
        ${form.values.kind === 'blocks' ? blocksView(form) : rowsView(form)}
        ${before?.windows?.length ? html`<p class="hint">
          ${t('tariff.windows', { n: before.windows.length })}</p>` : nothing}
        ${field(form, 'validFrom', t('tariff.from'), { type: 'datetime-local',
          hint: t('tariff.from.hint') })}
      </div>
      ${trialView(trial, form, () => toRules(form, format, before), format)}</div>`,
    send: form => {
      const rules = toRules(form, format, before);
      const { validFrom } = form.values;
      const wish = { rules, validFrom: validFrom ? format.instant(validFrom) : undefined };
      return form.wrong ? Promise.resolve(null)
        : newest ? api.post(`/api/coworking/tariffs/${newest.code}/versions`, wish,
            { version: newest.version })
          : api.post('/api/coworking/tariffs', wish);
    },
    done: answer => tariffs.saved(answer.body),
  };
}

/** @param {Form} form @param {boolean} known */
function commonView(form, known) {
  return html`
    <div class="pair">
      ${field(form, 'name', t('tariff.name'), { first: true })}
      ${field(form, 'code', t('tariff.code'), { fixed: known,
        hint: known ? '' : t('tariff.code.hint') })}</div>
    ${choice(form, 'kind', t('tariff.kind'), [['blocks', t('tariff.blocks')],
      ['passes', t('tariff.passes')], ['dayTickets', t('tariff.tickets')]])}
    <div class="pair">
      ${field(form, 'graceMinutes', t('tariff.grace'), { mode: 'numeric', unit: t('minutes') })}
      ${field(form, 'taxRateBp', t('product.tax'), { mode: 'decimal', unit: '%' })}</div>
    ${check(form, 'perPerson', t('tariff.per-person'))}`;
}

/** @param {Form} form */
function blocksView(form) {
  const minutes = (place, label) => field(form, `rate.blocks.${place}`, label,
      { mode: 'numeric', unit: t('minutes') });
  const amount = (place, label, hint = '') => field(form, `rate.blocks.${place}`, label,
      { mode: 'decimal', hint });
  return html`
    <fieldset><legend>${t('tariff.first')}</legend><div class="pair">
      ${minutes('first.minutes', t('tariff.lasts'))}
      ${amount('first.amount', t('tariff.costs'))}</div></fieldset>
    <fieldset><legend>${t('tariff.later')}</legend><div class="pair">
      ${minutes('later.minutes', t('tariff.lasts'))}
      ${amount('later.amount', t('tariff.costs'))}</div>
      ${check(form, 'rate.blocks.later.prorated', t('tariff.prorated'))}</fieldset>
    <fieldset><legend>${t('tariff.day')}</legend><div class="pair">
      ${amount('dayPrice.amount', t('tariff.costs'), t('tariff.day.hint'))}
      ${minutes('dayPrice.fromMinutes', t('tariff.day.from'))}</div></fieldset>`;
}

/** Passes or tickets, as many as wanted. @param {Form} form */
function rowsView(form) {
  const { kind, rows } = form.values;
  return html`<fieldset class="rows"><legend>${t(kind === 'passes' ? 'tariff.passes'
    : 'tariff.tickets')}</legend>
    ${Array.from({ length: rows }, (_, index) => {
      const place = rowPlaces(kind, index);
      return html`<div class="triple">
        ${field(form, place.name, t('tariff.pass.name'))}
        ${field(form, place.length, kind === 'passes' ? t('tariff.lasts') : t('tariff.day.from'),
          { mode: 'numeric', unit: t('minutes') })}
        ${field(form, place.amount, t('tariff.costs'), { mode: 'decimal' })}</div>`;
    })}
    <div class="chips"><button type="button" ?disabled=${rows >= 10}
      @click=${() => form.set('rows', rows + 1)}>${icon('plus')}${t('tariff.row.more')}</button>
      <button type="button" ?disabled=${rows <= 1} @click=${() => form.set('rows', rows - 1)}>
        ${icon('minus')}${t('tariff.row.less')}</button></div>
    ${kind === 'passes' ? field(form, 'rate.passes.dayAmount', t('tariff.day-pass'),
      { mode: 'decimal' }) : nothing}</fieldset>`;
}
