import { DingtalkError } from './dingtalk-error.ts'
import type { Organisation, StaffMember } from './organisation.ts'

type Fields = Readonly<Record<string, unknown>>

const MOST_A_PAGE = 100

/** The contacts, with the older interfaces. Who left is not in them. */
export function directoryApi(organisation: Organisation): Record<string, (body: Fields) => unknown> {
  const { people, departments } = organisation
  const department = (id: unknown) => {
    const found = departments.find((one) => one.dept_id === Number(id ?? 1))
    if (!found) throw DingtalkError.old(60003, '部门不存在')
    return found
  }
  const members = (id: unknown) => {
    const { dept_id } = department(id)
    return [...people.values()].filter(({ dept_id_list: list }) => list.includes(dept_id))
  }
  const page = (body: Fields, tell: (member: StaffMember) => object) => {
    const [cursor, size] = [Number(body.cursor ?? 0), Number(body.size)]
    if (!(size >= 1 && size <= MOST_A_PAGE)) throw DingtalkError.old(40035, '不合法的参数: size')
    const all = members(body.dept_id)
    const more = cursor + size < all.length
    const list = all.slice(cursor, cursor + size).map(tell)
    return { has_more: more, ...(more && { next_cursor: cursor + size }), list }
  }
  const member = (userid: unknown) => {
    const found = people.get(String(userid))
    if (!found) throw DingtalkError.old(60121, '找不到该用户')
    return found
  }
  const children = (id: unknown) => departments.filter((one) => one.parent_id === department(id).dept_id)
  return {
    '/topapi/v2/department/listsub': ({ dept_id: id }) => children(id),
    '/topapi/v2/department/listsubid': ({ dept_id: id }) => ({
      dept_id_list: children(id).map(({ dept_id }) => dept_id),
    }),
    '/topapi/v2/department/get': ({ dept_id: id }) => department(id),
    '/topapi/user/listsimple': (body) => page(body, ({ userid, name }) => ({ userid, name })),
    '/topapi/user/listid': ({ dept_id: id }) => ({ userid_list: members(id).map(({ userid }) => userid) }),
    '/topapi/v2/user/list': (body) =>
      page(body, ({ manager_userid: _, ...told }) => ({ ...told, active: true, leader: false })),
    '/topapi/v2/user/get': ({ userid }) => ({ ...member(userid), active: true }),
    '/topapi/user/count': () => ({ count: people.size }),
  }
}
