/** Without a connection: the queue of sales, and the release of the page. */
export default {
  'done.kept': 'Sale kept · {code}',
  'done.kept.about': 'It is sent by itself when the connection is back; then it gets its number.',
  'offline.active': 'No connection: take cash only. Sales are kept on this device and sent by '
      + 'themselves when it is back.',
  'offline.approval': 'Without a connection no manager can be asked. Lower the discount.',
  'offline.cash-only': 'Without a connection only cash can be taken.',
  'offline.discount-too-large': 'The discount is larger than the sale. Lower it.',
  'offline.held': '1 sale waits to be sent: sign in as somebody who may sell.|{n} sales wait to '
      + 'be sent: sign in as somebody who may sell.',
  'offline.refused': '1 sale made offline was not accepted.|{n} sales made offline were not '
      + 'accepted.',
  'offline.safe': 'This browser keeps unsent sales even when it runs short of space.',
  'offline.see': 'Look',
  'offline.stay': 'Without a connection nobody else can sign in.',
  'offline.unkept': 'This browser could not keep the sale, so it was not made. Free some space '
      + 'and try again, or write it on paper.',
  'offline.unknown-product': 'A product of this sale is not in the catalogue on this device. '
      + 'Remove it.',
  'offline.unsafe': 'When it runs short of space, this browser may delete unsent sales: save '
      + 'them to a file, and use no private window.',
  'offline.use-cash': 'Take cash',
  'pending': 'Pending',
  'pending.about': '1 sale made offline is not in the system yet.|{n} sales made offline are not '
      + 'in the system yet.',
  'pending.approve': 'Approve and record',
  'pending.as-paid': 'Record what was paid',
  'pending.ask-manager': 'Ask a manager to correct the stock, then try again.',
  'pending.cart-open': 'Finish or empty the sale that is open first.',
  'pending.drop': 'Remove without recording',
  'pending.drop.about': 'The sale will not be in the system. A file with all pending sales is '
      + 'saved first.',
  'pending.drop.do': 'Save and remove',
  'pending.export': 'Save as a file',
  'pending.format': 'Another version of the page kept it. Reload to send it.',
  'pending.none': 'All sales made offline are in the system.',
  'pending.gone': 'A product of this sale is not sold any more. Take it out or change it.',
  'pending.open': 'Correct at the counter',
  'pending.price': 'The customer paid {paid}; the system now asks {now}.',
  'pending.reason': 'sold offline ({key})',
  'pending.refused': 'Not accepted',
  'pending.register': 'Send by register {register}',
  'pending.restock': 'Correct the stock and record',
  'pending.send': 'Send now',
  'pending.sent': 'Recorded',
  'pending.short': 'More was handed over than the system believes there was.',
  'pending.waiting': 'To be sent',
  'receipt.code': 'Code {code}',
  'receipt.pending': 'Number pending',
  'release.newer': 'There is a new version of Comanda. The sale that is open is not lost.',
  'release.reload': 'Reload',
  'unsure.keep': 'Keep the sale and go on',
  'unsure.keep.text': 'The connection broke while charging. Keep the sale: it is sent with its '
      + 'key when the connection is back, and never charged twice.',
};
