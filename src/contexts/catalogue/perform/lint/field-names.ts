/** The columns of the national table for the members of a guide, as a finding names them to somebody who has the table before him. */
const columns: readonly (readonly [member: RegExp, column: string])[] = [
  [/^materials\.(\d+)\.name$/, 'materials.$1.material_name'],
  [/^materials\.(\d+)\.hint$/, 'materials.$1.fill_explain'],
  [/^materials\.(\d+)\.standard$/, 'materials.$1.accept_stand'],
  [/^materials\.(\d+)\.basis$/, 'materials.$1.by_law'],
  [/^materials\.(\d+)\.issuer$/, 'materials.$1.source_explain'],
  [/^materials\.(\d+)\.copies$/, 'materials.$1.page_num'],
  [/^materials\.(\d+)\.kind$/, 'materials.$1.material_type'],
  [/^materials\.(\d+)\.when$/, 'materials.$1.handle_case'],
  [/^steps\.(\d+)\.name$/, 'steps.$1.step_name'],
  [/^steps\.(\d+)\.standard$/, 'steps.$1.step_stand'],
  [/^steps\.(\d+)\.result$/, 'steps.$1.step_result'],
  [/^charges\.(\d+)\.basis$/, 'charges.$1.by_law'],
  [/^charges\.(\d+)\.standard$/, 'charges.$1.fee_stand'],
  [/^name$/, 'task_name'],
  [/^code$/, 'task_code'],
  [/^baseCode$/, 'catalog_code'],
  [/^basis(\..*)?$/, 'by_law'],
  [/^conditions(\.\d+)?$/, 'accept_condition'],
  [/^audiences$/, 'server_type'],
  [/^results.*$/, 'result_name'],
  [/^steps$/, 'handle_flow'],
  [/^legalLimit\.unit$/, 'anticipate_type'],
  [/^legalLimit\.explanation$/, 'anticipate_explain'],
  [/^legalLimit$/, 'anticipate_day'],
  [/^promisedLimit\.unit$/, 'promise_type'],
  [/^promisedLimit\.explanation$/, 'promise_explain'],
  [/^promisedLimit$/, 'promise_day'],
  [/^places\.\d+\.hours$/, 'transact_time'],
  [/^places.*$/, 'transact_addr'],
  [/^consultPhones.*$/, 'link_way'],
  [/^supervisePhones.*$/, 'supervise_way'],
  [/^visits$/, 'limit_scene_num'],
  [/^visitReason$/, 'limit_scene_explain'],
  [/^deliveries$/, 'is_express'],
  [/^specialProcedures.*$/, 'service_type'],
]

/** The column a member of a guide was read from; the member itself where there is none. */
export const columnOf = (field: string): string => {
  const known = columns.find(([member]) => member.test(field))
  return known ? field.replace(known[0], known[1]) : field
}
