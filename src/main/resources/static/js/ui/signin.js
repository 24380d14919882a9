import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { Device } from '../wall/device.js';

/**
 * Who sells: by PIN on a register that was enrolled, else by name and password.
 *
 * @param {object} door
 * @param {{register: string} | null} door.device this browser, where it is an enrolled register
 * @param {boolean} door.byPin
 * @param {string[]} door.names who signed in here lately
 * @param {boolean} door.busy
 * @param {string} door.refusal a sentence, or ''
 * @param {(byPin: boolean) => void} door.choose
 * @param {(credentials: object) => void} door.signIn
 */
export function signInView(door) {
  const byPin = door.device !== null && door.byPin;
  return html`<main class="door"><form @submit=${event => {
    event.preventDefault();
    const { username, secret, location } = Object.fromEntries(new FormData(event.target));
    door.signIn({ username: username.trim(), ...(byPin ? { pin: secret }
        : { password: secret, location: location?.trim() || undefined }) });
  }}>
    <img src="/icon.svg" alt="" width="56" height="56">
    <h1>${byPin ? t('door.register', { register: door.device?.register ?? '' })
      : t('door.title')}</h1>
    <label>${t('door.name')} <input id="username" name="username" required maxlength="64"
      autocomplete="username" autocapitalize="none" spellcheck="false" list="names"></label>
    <datalist id="names">${door.names.map(name => html`<option value=${name}></option>`)}</datalist>
    ${byPin ? html`<label>${t('pin')} <input name="secret" type="password" required
        inputmode="numeric" pattern="[0-9]{4,12}" autocomplete="off"></label>`
      : html`<label>${t('door.password')} <input name="secret" type="password" required
        maxlength="200" autocomplete="current-password"></label>
      <details ?open=${Boolean(localStorage.getItem('comanda.location'))}>
        <summary>${t('door.location')}</summary>
        <label>${t('door.location.code')} <input name="location" maxlength="64"
          autocapitalize="none" spellcheck="false" placeholder="main"
          .value=${localStorage.getItem('comanda.location') ?? ''}></label></details>`}
    <p class="refusal" role="alert">${door.refusal}</p>
    <button class="primary" aria-disabled=${String(door.busy)}>${t('door.enter')}</button>
    ${door.device ? html`<button type="button" class="quiet"
      @click=${() => door.choose(!byPin)}>${t(byPin ? 'door.by-password' : 'door.by-pin')}
      </button>` : nothing}
    ${new Device().token ? html`<a href="/wall">${t('page.go', { page: t('page.wall') })}</a>`
      : nothing}
  </form></main>`;
}
