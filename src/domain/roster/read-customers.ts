import type { Customer } from '../customer/customer.ts'
import type { CustomerColumn } from './columns.ts'
import type { RowFault } from './row-fault.ts'
import { type Reading, type Row, RowReader } from './row-reader.ts'

/** Reads the rows of a customer file. `people` tells who can be an owner. */
export function readCustomers(rows: readonly Row<CustomerColumn>[], people: ReadonlySet<string>): Reading<Customer> {
  const taken = new Set<string>()
  const items: Customer[] = []
  const faults: RowFault[] = []
  for (const row of rows) {
    const reader = new RowReader(row)
    const customer = readCustomer(reader)
    if (taken.has(customer.id)) reader.fail('twice', 'id', customer.id)
    const usable = reader.faults.length === 0
    const unknown = usable && customer.ownerId !== null && !people.has(customer.ownerId)
    if (unknown) reader.fail('unknown-person', 'owner_id', customer.ownerId ?? '', true)
    faults.push(...reader.faults)
    if (!usable) continue
    taken.add(customer.id)
    items.push(unknown ? { ...customer, ownerId: null } : customer)
  }
  return { items, faults }
}

function readCustomer(reader: RowReader<CustomerColumn>): Customer {
  return {
    id: reader.required('id'),
    name: reader.required('name'),
    type: reader.text('type'),
    grade:
      reader
        .text('grade')
        .normalize('NFKC')
        .toUpperCase()
        .replace(/\s*(级|類|类)$/, '') || null,
    ownerId: reader.text('owner_id') || null,
    lastVisitOn: reader.date('last_visit_on'),
    visits: reader.number('visits'),
    spend: reader.number('spend'),
  }
}
