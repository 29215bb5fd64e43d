/** A list of market prices: what its columns may hold, by the names that people give them in English and Khmer. */
import { fieldsNamed, type ListForm } from '#capabilities/imports/form.ts'

export const priceFields = [
  'month',
  'provinceCode',
  'province',
  'market',
  'commodity',
  'unit',
  'priceKind',
  'riel',
  'rielEstimate',
  'dollars',
] as const
export type PriceField = (typeof priceFields)[number]

const names: Record<PriceField, string> = {
  month: 'month|price month|month of price|date|price date|day|period|ខែ|ខែឆ្នាំ|កាលបរិច្ឆេទ|ថ្ងៃខែឆ្នាំ|ថ្ងៃ ខែ ឆ្នាំ',
  provinceCode: 'province_code|province code|pcode|admin1 code|khet code|លេខកូដខេត្ត|កូដខេត្ត',
  province: 'province|province name|capital/province|admin1|khet|ខេត្ត|រាជធានី|រាជធានី/ខេត្ត|រាជធានីខេត្ត|ឈ្មោះខេត្ត',
  market: 'market|market name|psar|phsar|ផ្សារ|ឈ្មោះផ្សារ|ទីផ្សារ',
  commodity: 'commodity|commodity name|product|crop|item|good|goods|ទំនិញ|មុខទំនិញ|ផលិតផល|កសិផល|ដំណាំ|ឈ្មោះទំនិញ|ឈ្មោះផលិតផល',
  unit: 'unit|unit of measure|measure|per|ឯកតា|ខ្នាត|គិតជា',
  priceKind: 'price_type|price type|type of price|kind of price|pricetype|ប្រភេទតម្លៃ|ប្រភេទថ្លៃ|លក់រាយ/លក់ដុំ',
  riel: 'price_khr|price khr|khr|price in riel|price (khr)|price (riel)|riel|price riel|តម្លៃ|ថ្លៃ|តម្លៃ (រៀល)|តម្លៃជារៀល|ថ្លៃជារៀល|រៀល',
  rielEstimate:
    'price_khr_est|price khr est|price khr estimate|estimated price in riel|estimated riel|khr est|តម្លៃប៉ាន់ស្មាន|តម្លៃប៉ាន់ស្មានជារៀល|តម្លៃប៉ាន់ប្រមាណជារៀល',
  dollars:
    'price_usd|price usd|usd|price in dollars|price (usd)|price ($)|dollars|តម្លៃ (ដុល្លារ)|តម្លៃជាដុល្លារ|ថ្លៃជាដុល្លារ|ដុល្លារ',
}

export const priceForm: ListForm<PriceField> = {
  permission: 'price.record',
  fields: fieldsNamed(names),
  days: ['month'],
  words: ['market', 'commodity'],
  missing(has) {
    return [
      ...(has('month') ? [] : ['month']),
      ...(has('provinceCode', 'province') ? [] : ['province']),
      ...(['market', 'commodity', 'unit', 'priceKind'].filter((field) => !has(field)) satisfies string[]),
      ...(has('riel', 'rielEstimate') ? [] : ['riel']),
    ]
  },
}
