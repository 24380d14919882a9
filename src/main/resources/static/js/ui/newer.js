import { t } from '../lang.js';
import { release } from '../release.js';

/** A newer release of the pages is ready. @returns {import('./notice.js').Notice | null} */
export function newer() {
  return release.newer ? { kind: 'info', text: t('release.newer'),
    step: { label: t('release.reload'), run: () => release.take() } } : null;
}
