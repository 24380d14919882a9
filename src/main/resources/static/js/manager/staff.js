import { html } from 'lit-html';
import { t } from '../lang.js';
import { check, choice, field } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { ask } from '../ui/sheet.js';
import { badge, Section, state } from './section.js';

/** Whom each role may hire and change; docs/security.md. */
const MANAGES = { admin: ['cashier', 'manager', 'operator', 'admin'],
  manager: ['cashier', 'manager'] };

/** Who works here, and how they get in. */
export class Staff extends Section {
  people = [];

  load() {
    return this.read('/api/staff', body => { this.people = body.items; });
  }

  get #roles() {
    return MANAGES[this.page.session?.staff.role ?? 'manager'] ?? [];
  }

  view() {
    return html`
      ${this.head(t('manager.staff'), html`<button class="main" @click=${() => this.#edit(null)}>
        ${icon('plus')}${t('staff.new')}</button>`)}
      ${this.table(t('manager.staff'), [t('staff.name'), t('staff.role'), t('staff.ways'),
        t('staff.state'), ''], this.people.map(person => this.#row(person)))}`;
  }

  #row(person) {
    const mine = this.#roles.includes(person.role);
    return html`<tr>
      <td>${mine ? html`<button class="link" @click=${() => this.#edit(person)}>${person.name}
        </button>` : person.name} <small>${person.username}</small></td>
      <td>${t(`role.${person.role}`)}</td>
      <td>${person.hasPassword ? badge(t('door.password')) : ''}
        ${person.hasPin ? badge(t('pin')) : ''}</td>
      <td>${state(person.active)}</td>
      <td class="actions">${mine ? html`<button
        aria-label=${t('staff.end.of', { name: person.name })}
        @click=${() => this.#end(person)}>${t('staff.end')}</button>` : ''}</td>
    </tr>`;
  }

  #edit(person) {
    this.open({
      title: person ? person.name : t('staff.new'),
      submit: t('save'),
      values: { username: person?.username ?? '', name: person?.name ?? '',
        role: person?.role ?? 'cashier', password: '', pin: '', active: person?.active ?? true },
      body: form => html`
        ${field(form, 'username', t('door.name'), { fixed: person !== null, first: !person })}
        ${field(form, 'name', t('staff.name'), { first: person !== null })}
        ${choice(form, 'role', t('staff.role'), this.#roles.map(role => [role, t(`role.${role}`)]))}
        ${field(form, 'pin', t('pin'), { type: 'password', mode: 'numeric',
          hint: t(person?.hasPin ? 'staff.pin.new' : 'staff.pin.hint') })}
        ${field(form, 'password', t('door.password'), { type: 'password',
          hint: t(person?.hasPassword ? 'staff.password.new' : 'staff.password.hint') })}
        ${person ? check(form, 'active', t('staff.active'), t('staff.active.hint')) : ''}`,
      send: form => person ? this.#change(person, form.values) : this.#hire(form.values),
      done: answer => this.done(t('staff.saved', { name: answer.body.name })),
    });
  }

  #hire({ username, name, role, password, pin }) {
    return this.api.post('/api/staff', { username: username.trim(), name: name.trim(), role,
      password: password || undefined, pin: pin || undefined });
  }

  #change(person, { name, role, active, password, pin }) {
    const wish = { name: name.trim(), role, active };
    const change = Object.fromEntries(Object.entries(wish)
        .filter(([field, value]) => value !== person[field]));
    if (password) change.password = password;
    if (pin) change.pin = pin;
    return Object.keys(change).length === 0 ? Promise.resolve({ ok: true, body: person })
      : this.api.call('PATCH', `/api/staff/${person.id}`, { body: change });
  }

  #end(person) {
    ask(this.page, {
      title: t('staff.end'),
      text: t('staff.end.text', { name: person.name }),
      submit: t('staff.end'),
      send: () => this.api.call('DELETE', `/api/staff/${person.id}/sessions`),
      done: () => this.done(t('staff.ended', { name: person.name })),
    });
  }
}
