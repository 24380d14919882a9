import { html } from 'lit-html';
import { t } from '../lang.js';
import { field } from './form.js';
import { Sheet } from './sheet.js';

/** @typedef {import('./page.js').Page} Page */

/** A person's own way in, in the menu of every page. @param {Page} page @param {boolean} [busy] */
export function accessView(page, busy = false) {
  const then = open => () => {
    document.querySelector('.person')?.focus(); // it comes back there: the menu is closed by then
    open();
  };
  return html`
    <button ?disabled=${busy} @click=${then(() => showSessions(page))}>
      ${t('access.sessions')}</button>
    <button ?disabled=${busy} @click=${then(() => page.lay(passwordSheet(page)))}>
      ${t('access.password')}</button>`;
}

/** @param {Page} page */
async function showSessions(page) {
  const asker = page.session?.staff.id;
  const answer = await page.api.get('/api/sessions');
  if (page.session?.staff.id !== asker || page.sheet) {
    return; // another person, or something else was opened meanwhile
  }
  if (answer.ok) {
    page.lay(sessionsSheet(page, answer.body.items));
  } else {
    page.complain(answer, () => showSessions(page));
  }
}

/** This one first. @param {Page} page @param {any[]} sessions docs/openapi.json, `OwnSession` */
function sessionsSheet(page, sessions) {
  const alone = sessions.every(each => each.current);
  return new Sheet(page, {
    title: t('access.sessions'),
    submit: alone ? '' : t('access.end'),
    values: { id: '', password: '' },
    body: form => html`<fieldset><legend>${t('access.open')}</legend>
        ${sessions.toSorted((one, other) => other.current - one.current)
            .map(each => sessionView(page, form, each))}</fieldset>
      ${alone ? html`<p class="hint">${t('access.alone')}</p>`
        : field(form, 'password', t('door.password'),
            { type: 'password', known: true, hint: t('access.again') })}`,
    send: async form => {
      const { id, password } = form.values;
      form.alert = id ? '' : t('access.which');
      return id ? page.api.post(`/api/sessions/${id}/end`, { password }) : null;
    },
    done: () => page.praise(t('access.ended')),
  });
}

/** @param {Page} page @param {import('./form.js').Form} form @param {any} session */
function sessionView(page, form, { id, current, register, openedAt, renewedAt }) {
  const text = t('access.session', {
    where: register ? t('access.register', { register }) : t('access.elsewhere'),
    opened: page.format.moment(openedAt), seen: page.format.moment(renewedAt) });
  return current ? html`<p>${text} <strong>${t('access.here')}</strong></p>`
    : html`<label class="check"><input type="radio" name="id" .checked=${form.values.id === id}
        @change=${() => form.set('id', id)}> ${text}</label>`;
}

/** @param {Page} page */
function passwordSheet(page) {
  const asker = page.session?.staff.id;
  const sheet = new Sheet(page, {
    title: t('access.password'),
    submit: t('access.change'),
    values: { current: '', password: '' },
    body: form => html`
      ${field(form, 'current', t('access.current'),
          { type: 'password', known: true, first: true })}
      ${field(form, 'password', t('access.new'),
          { type: 'password', hint: t('access.everywhere') })}`,
    send: form => page.api.call('PUT', '/api/session/password', { body: form.values }),
    refused: answer => {
      if (answer.status === 0) {
        sheet.form.alert = t('access.unsure');
      }
      return answer.status === 0;
    },
    done: () => {
      if ((page.session?.staff.id ?? asker) === asker) {
        page.ended(t('access.changed'));
      }
    },
  });
  return sheet;
}
