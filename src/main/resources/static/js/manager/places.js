import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { field } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { ask } from '../ui/sheet.js';
import { badge, Section, state } from './section.js';

/** The registers, and the machines that were let in: registers by PIN, screens on the wall. */
export class Places extends Section {
  registers = [];
  devices = [];

  async load() {
    await Promise.all([
      this.read('/api/registers', body => { this.registers = body.items; }),
      this.read('/api/devices', body => { this.devices = body.items; }),
    ]);
  }

  view() {
    return html`
      ${this.head(t('manager.places'), html`
        <button @click=${() => this.#register()}>${icon('plus')}${t('register.new')}</button>
        <button class="main" @click=${() => this.#screen()}>${icon('plus')}${t('screen.new')}
        </button>`)}
      <h2>${t('registers')}</h2>
      ${this.table(t('registers'), [t('register.code'), t('staff.state'), ''],
        this.registers.map(register => html`<tr><td>${register.code}</td>
          <td>${state(register.active)}</td>
          <td class="actions"><button @click=${() => this.#turn(register)}>
            ${t(register.active ? 'register.off' : 'register.on', { code: register.code })}
          </button></td></tr>`))}
      <h2>${t('devices')}</h2>
      ${this.table(t('devices'), [t('device.name'), t('device.kind'), t('device.since'),
        t('staff.state'), ''], this.devices.map(device => this.#device(device)),
      t('devices.none'))}`;
  }

  #device(device) {
    return html`<tr><td>${device.name} ${device.register
      ? html`<small>${device.register}</small>` : nothing}</td>
      <td>${t(`device.${device.kind}`)}</td><td>${this.format.moment(device.enrolledAt)}</td>
      <td>${device.revokedAt ? badge(t('device.revoked')) : badge(t('device.in'), 'good')}</td>
      <td class="actions">${device.revokedAt ? nothing : html`<button class="danger"
        aria-label=${t('device.revoke.of', { name: device.name })}
        @click=${() => this.#revoke(device)}>${t('device.revoke')}</button>`}</td></tr>`;
  }

  #turn({ code, active }) {
    return this.act('PATCH', `/api/registers/${code}`, { active: !active },
        t(active ? 'register.is-off' : 'register.is-on', { code }));
  }

  #register() {
    this.open({
      title: t('register.new'),
      submit: t('save'),
      values: { code: '' },
      body: form => field(form, 'code', t('register.code'),
          { first: true, hint: t('register.code.hint') }),
      send: form => this.api.post('/api/registers', { code: form.values.code.trim() }),
      done: answer => this.done(t('register.saved', { code: answer.body.code })),
    });
  }

  #screen() {
    this.open({
      title: t('screen.new'),
      submit: t('screen.let-in'),
      values: { name: '' },
      body: form => html`<p class="hint">${t('screen.hint')}</p>
        ${field(form, 'name', t('device.name'), { first: true })}`,
      send: form => this.api.post('/api/devices', { kind: 'screen',
        name: form.values.name.trim() }),
      done: answer => {
        this.load();
        this.#token(answer.body);
      },
    });
  }

  /** The only time that it can be seen. */
  #token({ device, token }) {
    this.open({
      title: t('screen.token.of', { name: device.name }),
      values: { token },
      body: form => html`<p>${t('screen.token')}</p>
        ${field(form, 'token', t('screen.code'), { fixed: true, first: true })}
        <button type="button" @click=${async () => {
          const input = /** @type {HTMLInputElement} */ (document.getElementById('f-token'));
          input.select();
          await navigator.clipboard?.writeText(token).catch(() => undefined);
        }}>${t('screen.copy')}</button>`,
    });
  }

  #revoke(device) {
    ask(this.page, {
      title: t('device.revoke'),
      text: t('device.revoke.text', { name: device.name }),
      submit: t('device.revoke'),
      send: () => this.api.call('DELETE', `/api/devices/${device.id}`),
      done: () => this.done(t('device.is-revoked', { name: device.name })),
    });
  }
}
