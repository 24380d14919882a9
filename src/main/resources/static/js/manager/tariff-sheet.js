import { html } from 'lit-html';
import { t } from '../lang.js';
import { check, choice, field } from '../ui/form.js';
import { rateView } from './rate-view.js';
import { placeOf, toFields, toRules } from './rules.js';
import { Trial, trialView } from './trial.js';
import { windowsView } from './windows-view.js';

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
        ${rateView(form, 'rate')}
        ${windowsView(form, format)}
        ${field(form, 'validFrom', t('tariff.from'), { type: 'datetime-local',
          hint: t('tariff.from.hint') })}
      </div>
      ${trialView(trial, form, () => toRules(form, format), format)}</div>`,
    send: form => {
      const rules = toRules(form, format);
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
