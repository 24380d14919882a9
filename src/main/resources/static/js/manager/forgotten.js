import { html } from 'lit-html';
import { WEEKDAYS } from '../format.js';
import { t } from '../lang.js';
import { field, whole } from '../ui/form.js';

/**
 * When nobody ends a session: after how long somebody should look, and when the room closes.
 *
 * @param {import('./seats.js').Seats} seats
 */
export function forgottenSheet(seats) {
  const { settings, format, api } = seats;
  const place = day => `closing.${day}`;
  return {
    title: t('forgotten'),
    submit: t('save'),
    values: { alertAfterMinutes: String(settings.alertAfterMinutes ?? ''),
      ...Object.fromEntries(WEEKDAYS.map(day => [place(day), settings.closing[day] ?? ''])) },
    fieldOf: pointer => pointer.slice(1).replaceAll('/', '.'),
    body: form => html`
      ${field(form, 'alertAfterMinutes', t('forgotten.alert'), { mode: 'numeric',
        unit: t('minutes'), first: true, hint: t('forgotten.alert.hint') })}
      <fieldset><legend>${t('forgotten.closing')}</legend>
        <p class="hint">${t('forgotten.closing.hint')}</p>
        <div class="week">${WEEKDAYS.map(day => field(form, place(day),
          format.weekday(day)))}</div>
        <div class="chips"><button type="button" @click=${() => WEEKDAYS.slice(1).forEach(day =>
          form.set(place(day), form.values[place('monday')]))}>${t('forgotten.every-day')}</button>
        </div></fieldset>`,
    send: form => {
      const alertAfterMinutes = form.number('alertAfterMinutes', whole, t('form.whole'));
      const closing = Object.fromEntries(WEEKDAYS.map(day => [day,
        form.values[place(day)].trim()]).filter(([, time]) => time !== ''));
      return form.wrong ? Promise.resolve(null)
        : api.call('PUT', '/api/coworking/settings', { body: { alertAfterMinutes, closing } });
    },
    done: () => seats.done(t('forgotten.saved')),
  };
}

/** What holds, in a sentence. @param {import('./seats.js').Seats} seats */
export function forgottenText({ settings: { alertAfterMinutes, closing }, format }) {
  const days = WEEKDAYS.filter(day => closing[day])
      .map(day => `${format.weekday(day, 'short')} ${closing[day]}`);
  return `${alertAfterMinutes === undefined ? t('forgotten.no-alert')
    : t('forgotten.alerts', { time: format.duration(alertAfterMinutes) })} ${days.length === 0
    ? t('forgotten.no-closing') : t('forgotten.closes', { days: days.join(', ') })}`;
}
