#include "leeway/base/money.h"

namespace leeway {

bool is_currency(std::string_view code) {
  constexpr std::string_view codes =
      "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD "
      "BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP "
      "DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS "
      "INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
      "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR "
      "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS "
      "SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW "
      "UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL ";
  if (code.size() != 3) return false;
  for (std::size_t at = 0; at < codes.size(); at += 4)
    if (codes.substr(at, 3) == code) return true;
  return false;
}

std::optional<Money> money_of(const Quantity& quantity) {
  std::string_view size = quantity.unit;
  std::string_view code = size;
  if (size.size() > 3 && size[size.size() - 4] == ' ' && is_currency(size.substr(size.size() - 3))) {
    code = size.substr(size.size() - 3);
    size.remove_suffix(4);
  } else if (size.size() > 3 && size[3] == ' ' && is_currency(size.substr(0, 3))) {
    code = size.substr(0, 3);
    size.remove_prefix(4);
    if (size != "million" && size != "billion" && size != "trillion") return std::nullopt;
  } else {
    if (!is_currency(code)) return std::nullopt;
    return Money{quantity.value * 1e-6, std::string(code)};
  }
  double million = 0.0;
  if (size == "mn" || size == "million") million = 1.0;
  if (size == "bn" || size == "billion") million = 1e3;
  if (size == "tn" || size == "trillion") million = 1e6;
  if (million == 0.0) return std::nullopt;
  return Money{quantity.value * million, std::string(code)};
}

}  // namespace leeway
