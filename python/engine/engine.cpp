// The Python module leeway._engine: the C++ library's front door as the package beside it takes it. Nothing
// is computed here.

#include <fmt/format.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "bindings.h"
#include "leeway/analysis/flows.h"
#include "leeway/base/error.h"
#include "leeway/base/lost_output.h"
#include "leeway/base/units.h"
#include "leeway/base/version.h"
#include "leeway/io/file.h"
#include "leeway/io/toml.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/one_line.h"
#include "leeway/world/aliases.h"
#include "questions.h"

namespace py = pybind11;

namespace leeway::python {

namespace {

/// An array that takes over what was made for it.
template <class Value>
py::array owning(std::vector<Value> values) {
  auto* kept = new std::vector<Value>(std::move(values));
  const py::capsule owner(kept, [](void* p) { delete static_cast<std::vector<Value>*>(p); });
  return py::array_t<Value>(kept->size(), kept->data(), owner);
}

std::map<std::string, Scenario::Option> option_table(const std::map<std::string, std::string>& options) {
  std::map<std::string, Scenario::Option> table;
  for (const auto& [key, text] : options) table[key] = {text, Location{}};
  return table;
}

std::optional<Date> day_of(const std::optional<std::string>& text) {
  if (!text) return {};
  const std::optional<Date> day = parse_date(*text);
  if (!day) throw InputError(fmt::format("\"{}\" is not a date", *text), "write it as 2026-01-24");
  return day;
}

std::optional<std::string> text_of(const std::optional<Date>& day) {
  return day ? std::optional(to_string(*day)) : std::nullopt;
}

/// A Measure of a table that was no file: errors name it, not its lines.
Measure measure_of(const std::string& text, const std::string& name) {
  try {
    Measure measure = parse_measure(parse_toml(text, name), MeasureHome::scenario);
    measure.where = Location{name};
    measure.places.clear();
    return measure;
  } catch (const InputError& error) {
    throw InputError(Location{name}, error.message(), error.hint());
  }
}

/// One line, an id, or the [[measure]] tables of a text.
Situation with_text(const Situation& situation, const std::string& text) {
  if (text.find("[[measure]]") != std::string::npos) return situation.with_toml(text);
  if (!is_one_line(text)) return situation.with(text);
  Measure measure = parse_one_line(text, Location{}, situation.policy().as_of);
  return situation.with(std::move(measure));
}

template <class List>
std::vector<std::pair<std::string, std::string>> labels_of(const List& list) {
  std::vector<std::pair<std::string, std::string>> labels;
  for (const auto& one : list) labels.emplace_back(one.id, one.name);
  return labels;
}

/// Ids and names along an axis of an array.
std::vector<std::pair<std::string, std::string>> axis_labels(const World& world, const std::string& axis) {
  if (axis == "sector") return labels_of(world.sectors);
  if (axis == "goods") return labels_of(world.lines);
  if (axis == "group") return labels_of(world.groups);
  if (axis != "producer") return labels_of(world.economies);
  std::vector<std::pair<std::string, std::string>> labels;
  for (const Producer& p : world.producers)
    labels.emplace_back(p.id, world.sectors[static_cast<std::size_t>(p.sector)].name);
  return labels;
}

py::dict certificate_dict(const Outcome& outcome) {
  const Certificate& c = outcome.certificate();
  return py::dict(py::arg("certified") = c.certified(), py::arg("termination") = to_string(c.termination),
                  py::arg("method") = to_string(c.method), py::arg("residual") = c.residual,
                  py::arg("market_clearing") = c.market_clearing, py::arg("walras") = c.walras,
                  py::arg("payments") = c.payments, py::arg("rent_accounting") = c.rent_accounting,
                  py::arg("complementarity") = c.complementarity, py::arg("newton") = c.newton,
                  py::arg("sweeps") = c.sweeps, py::arg("text") = explain(outcome));
}

void bind_errors(py::module_& m) {
  // The classes are Python's, so that they carry attributes.
  py::register_exception_translator([](std::exception_ptr thrown) {
    const auto raise = [](const char* name, const py::tuple& arguments) {
      const py::object type = py::module_::import("leeway._errors").attr(name);
      PyErr_SetObject(type.ptr(), type(*arguments).ptr());
    };
    try {
      std::rethrow_exception(std::move(thrown));
    } catch (const InputError& error) {
      const Location& at = error.location();
      raise("InputError",
            py::make_tuple(error.what(), error.message(), error.hint(), at.file, at.line, at.column));
    } catch (const std::filesystem::filesystem_error& error) {
      // A folder that may not be looked into, a name that is too long.
      const std::string text =
          fmt::format("{}: cannot be read: {}", error.path1().string(), error.code().message());
      raise("InputError", py::make_tuple(text, text, "", error.path1().string(), 0, 0));
    } catch (const NotCertified& error) {
      raise("NotCertified", py::make_tuple(error.what()));
    } catch (const LostOutput& error) {
      PyErr_SetString(PyExc_OSError, error.what());
    }
  });
  m.attr("version") = version();
  m.attr("most_cases") = most_grid_cases;
  m.def("years", &parse_years);
}

void bind_world(py::module_& m) {
  py::class_<ArrayMeaning>(m, "ArrayMeaning")
      .def_readonly("name", &ArrayMeaning::name)
      .def_readonly("axes", &ArrayMeaning::axes)
      .def_readonly("unit", &ArrayMeaning::unit)
      .def_readonly("text", &ArrayMeaning::text);
  m.def("world_arrays", &world_arrays);
  m.def("level_arrays", &level_arrays);
  m.def("change_arrays", &change_arrays);

  py::class_<Session>(m, "Session")
      .def_static(
          "open",
          [](const std::string& world, const std::string& ledger) { return Session::open(world, ledger); },
          py::arg("world"), py::arg("ledger"), py::call_guard<py::gil_scoped_release>())
      .def_property_readonly("name", [](const Session& s) { return s.world().name; })
      .def_property_readonly("title", [](const Session& s) { return s.world().title; })
      .def_property_readonly("base_year", [](const Session& s) { return s.world().base_year; })
      .def_property_readonly("currency", [](const Session& s) { return s.world().currency; })
      .def_property_readonly("tariff_date", [](const Session& s) { return to_string(s.world().tariff_date); })
      .def("labels", [](const Session& s, const std::string& axis) { return axis_labels(s.world(), axis); })
      .def("id_of", [](const Session& s, const std::string& name) { return id_of(s.world(), name); })
      .def("known_id",
           [](const Session& s, const std::string& name) {
             std::string id = id_of(s.world(), name);
             s.world().resolve_economies(id, s.world().tariff_date, Location{});
             return id;
           })
      .def("elasticities",
           [](const Session& s) {
             std::vector<std::string> ids;
             for (const ElasticitySet& set : s.world().elasticities) ids.push_back(set.id);
             return ids;
           })
      .def("measures",
           [](const Session& s) {
             std::vector<std::pair<std::string, std::string>> all;
             for (const Measure& measure : s.ledger().measures()) all.emplace_back(measure.id, measure.title);
             return all;
           })
      .def("measure", [](const Session& s,
                         const std::string& id) { return to_toml(s.ledger().measure(id, Location{})); })
      .def("array",
           [](const py::object& self, const std::string& name) {
             return array_of(world_view(self.cast<const Session&>().world(), name), self);
           })
      .def("base_situation",
           [](const Session& s, const std::map<std::string, std::string>& options) {
             return s.base_year(read_options(option_table(options), s.world()));
           })
      .def(
          "status_quo",
          [](const Session& s, const std::string& day, const std::optional<std::string>& known_by,
             const std::map<std::string, std::string>& options) {
            return s.status_quo(*day_of(day), day_of(known_by),
                                read_options(option_table(options), s.world()));
          },
          py::call_guard<py::gil_scoped_release>())
      .def(
          "scenario",
          [](const Session& s, const std::string& name, const std::map<std::string, std::string>& options) {
            const Scenario scenario = open_scenario(name);
            std::map<std::string, Scenario::Option> table = scenario.options;
            for (auto& [key, option] : option_table(options)) table[key] = option;
            return s.scenario(scenario, read_options(table, s.world()));
          },
          py::call_guard<py::gil_scoped_release>());
}

void bind_situation(py::module_& m) {
  py::class_<Situation>(m, "Situation")
      .def("with_text", &with_text, py::call_guard<py::gil_scoped_release>())
      .def(
          "with_file",
          [](const Situation& s, const std::string& file) { return s.with_toml(read_text(file), file); },
          py::call_guard<py::gil_scoped_release>())
      .def(
          "with_table",
          [](const Situation& s, const std::string& text, const std::string& name) {
            return s.with(measure_of(text, name));
          },
          py::call_guard<py::gil_scoped_release>())
      .def("with_terms",
           [](const Situation& s, const std::map<std::string, TermValue>& terms) {
             std::vector<TermSetting> settings;
             for (const auto& [term, value] : terms) settings.push_back(term_setting(s, term, value));
             return s.with_terms(settings);
           })
      .def("without", &Situation::without, py::call_guard<py::gil_scoped_release>())
      .def(
          "under",
          [](const Situation& s, const std::map<std::string, std::string>& options) {
            return s.under(read_options(option_table(options), s.world(), s.options()));
          },
          py::call_guard<py::gil_scoped_release>())
      .def("reference", &Situation::reference)
      .def_property_readonly("is_status_quo", &Situation::is_status_quo)
      .def_property_readonly("day", [](const Situation& s) { return to_string(s.policy().as_of); })
      .def_property_readonly("known_by", [](const Situation& s) { return text_of(s.policy().known_by); })
      .def("applied",
           [](const Situation& s) {
             py::list all;
             for (const AppliedMeasure& a : s.policy().applied)
               all.append(py::make_tuple(a.measure->id, a.measure->title, a.measure->by, a.measure->on,
                                         a.measure->goods, to_string(a.measure->instrument),
                                         to_string(a.status), a.solved));
             return all;
           })
      .def(
          "solve", [](const Situation& s) { return std::make_shared<Answer>(s); },
          py::call_guard<py::gil_scoped_release>());

  py::class_<Answer, std::shared_ptr<Answer>>(m, "Answer")
      .def_property_readonly("situation", &Answer::situation)
      .def_property_readonly("certified", [](const Answer& a) { return a.outcome().certified(); })
      .def_property_readonly("id", [](const Answer& a) { return a.outcome().id(); })
      .def_property_readonly("certificate", [](const Answer& a) { return certificate_dict(a.outcome()); })
      .def("level",
           [](const py::object& self, const std::string& name) {
             return array_of(self.cast<const Answer&>().view(name), self);
           })
      .def("change",
           [](const py::object& self, const std::string& name) {
             const auto& answer = self.cast<const Answer&>();
             const Changes& changes = [&]() -> const Changes& {
               const py::gil_scoped_release free;
               return answer.changes();
             }();
             return array_of(changes.view(name), self);
           })
      .def("change_of",
           [](const Answer& a, const std::string& economy) {
             const EconomyChange& change = [&]() -> const EconomyChange& {
               const py::gil_scoped_release free;
               return a.changes().comparison()[id_of(a.situation().world(), economy)];
             }();
             return change_dict(change);
           })
      .def("flow",
           [](const Answer& a, const std::string& flow) {
             const World& world = a.situation().world();
             const FlowSet set = read_flows(world, flow, Location{});
             const FlowTotals sum = totals(world, a.solution(), set);
             return py::dict(py::arg("border") = sum.border_musd, py::arg("paid") = sum.user_musd,
                             py::arg("quantity") = sum.quantity, py::arg("unit") = set.unit,
                             py::arg("price") = sum.price(set));
           })
      .def("columns", [](const Answer& a, const LongFilter& filter, const std::string& scenario) {
        LongColumns columns = [&] {
          const py::gil_scoped_release free;
          const World& world = a.situation().world();
          std::vector<LongRow> rows = long_table(world, a.changes().comparison(), scenario, true);
          for (LongRow& row : money_rows(world, a.solution(), scenario)) rows.push_back(std::move(row));
          return long_columns(world, rows, filter, &a, scenario);
        }();
        return columns_dict(std::move(columns));
      });

  py::class_<LongFilter>(m, "LongFilter")
      .def(py::init([](std::vector<std::string> variables, std::vector<std::string> economies,
                       std::vector<std::string> partners, std::vector<std::string> sectors) {
        return LongFilter{std::move(variables), std::move(economies), std::move(partners),
                          std::move(sectors)};
      }));
}

}  // namespace

py::array array_of(const View& view, const py::object& owner) {
  py::array array = py::array_t<double>(view.shape, view.data, owner);
  py::detail::array_proxy(array.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
  return array;
}

py::array array_owning(std::vector<double> values) { return owning(std::move(values)); }

py::dict change_dict(const EconomyChange& change) {
  py::dict figures;
  for (const EconomyVariable& v : economy_variables()) figures[v.name] = v.of(change);
  return figures;
}

py::dict columns_dict(LongColumns columns) {
  py::dict words;
  for (WordColumn& column : columns.words)
    words[column.name.c_str()] = py::make_tuple(owning(std::move(column.codes)), column.words);
  return py::dict(py::arg("words") = words, py::arg("value") = owning(std::move(columns.values)),
                  py::arg("year") = columns.year);
}

}  // namespace leeway::python

PYBIND11_MODULE(_engine, m) {
  using namespace leeway::python;
  bind_errors(m);
  bind_world(m);
  bind_situation(m);
  bind_questions(m);
}
