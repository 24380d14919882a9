import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { field, whole } from '../ui/form.js';
import { steps } from '../ui/plot.js';
import { placeOf } from './rules.js';

/** What a stay would cost under rules that do not hold yet. */
export class Trial {
  #api;
  #changed;
  #astray;
  /** @type {any} */
  result = null;

  /**
   * @param {import('../api.js').Api} api
   * @param {() => void} changed
   * @param {() => void} astray a field is wrong
   */
  constructor(api, changed, astray) {
    this.#api = api;
    this.#changed = changed;
    this.#astray = astray;
  }

  /** @param {import('../ui/form.js').Form} form @param {() => any} rulesOf */
  async run(form, rulesOf) {
    form.begin();
    const rules = rulesOf();
    const minutes = form.number('minutes', whole, t('form.whole')) ?? 0;
    const people = form.number('people', whole, t('form.whole')) ?? 1;
    const answer = form.wrong ? null : await this.#api.post('/api/coworking/tariffs/quote',
        { tariff: { rules }, minutes, people });
    form.busy = false;
    this.result = answer?.ok ? answer.body : null;
    if (answer && !answer.ok) {
      form.refuse(answer, pointer => placeOf(pointer, form).replace(/^\//, ''));
    }
    this.#changed();
    if (form.wrong) {
      this.#astray();
    }
  }
}

/**
 * @param {Trial} trial
 * @param {import('../ui/form.js').Form} form
 * @param {() => any} rulesOf
 * @param {import('../format.js').Format} format
 */
export function trialView(trial, form, rulesOf, format) {
  return html`<section class="trial" aria-label=${t('trial')}>
    <h3>${t('trial')}</h3>
    <div class="pair">
      ${field(form, 'minutes', t('trial.minutes'), { mode: 'numeric', unit: t('minutes') })}
      ${field(form, 'people', t('trial.people'), { mode: 'numeric' })}</div>
    <button type="button" id="try" @click=${() => trial.run(form, rulesOf)}>${t('trial.run')}
    </button>
    <div role="status">${trial.result ? resultView(trial.result, format)
      : html`<p class="hint">${t('trial.hint')}</p>`}</div>
  </section>`;
}

function resultView({ charge, schedule, scheduleUntilMinute }, format) {
  const until = Math.min(scheduleUntilMinute, 12 * 60);
  return html`<p class="total"><span>${t('trial.costs', { n: charge.minutes })}</span>
      <output data-test="trial">${format.money(charge.amount)}</output></p>
    <ul class="parts">${charge.lines.flatMap(line => line.parts).map(part => html`<li>
      <span>${part.name ?? t(`part.${part.kind}`)}${part.people * part.count > 1
        ? ` × ${part.people * part.count}` : nothing}</span>
      <span>${format.money(part.amount)}</span></li>`)}</ul>
    ${steps({ title: t('trial.steps'), until, columns: [t('trial.from'), t('tariff.costs')],
      points: schedule.filter(step => step.fromMinute < until)
          .map(step => ({ at: step.fromMinute, value: step.amount })),
      atText: minute => format.duration(minute), valueText: amount => format.money(amount),
      axisText: amount => format.rough(amount) })}`;
}
