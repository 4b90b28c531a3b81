#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "leeway/analysis/comparison.h"
#include "leeway/session/session.h"

namespace leeway::python {

/// Figures were asked of a solve that did not certify.
class NotCertified : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What an array is: its axes by name, its unit, and what it holds in words.
struct ArrayMeaning {
  std::string name;
  std::vector<std::string>
      axes;  ///< "economy", "sector", "producer", "goods", "importer", "exporter", "composite"
  std::string unit;
  std::string text;
};

/// Doubles in C order that someone else owns.
struct View {
  const double* data = nullptr;
  std::vector<std::size_t> shape;
};

/// The arrays of a World's base year.
const std::vector<ArrayMeaning>& world_arrays();
View world_view(const World& world, const std::string& name);

/// One equilibrium against another, each figure of the long table as an array. Never changed once made.
class Changes {
 public:
  Changes(World const& world, const Solution& from, const Solution& to);

  const Comparison& comparison() const { return comparison_; }
  /// Throws InputError where a horizon does not let the figure be told.
  View view(const std::string& name) const;

 private:
  Comparison comparison_;
  std::array<std::size_t, 2> extents_{};  ///< economies, sectors
  std::map<std::string, std::vector<double>> values_;
  std::map<std::string, std::string> not_told_;  ///< name -> why
};
/// Of economies, of sectors, of pairs: the variables of the long table, in its order.
const std::vector<ArrayMeaning>& change_arrays();

/// How a Situation's solve ended, and what is read off it. Arrays are views of the Solution or of what is
/// kept here, made when first asked for.
class Answer {
 public:
  explicit Answer(Situation situation) : situation_(std::move(situation)), outcome_(situation_.solve()) {}

  const Situation& situation() const { return situation_; }
  const Outcome& outcome() const { return outcome_; }
  /// Throws NotCertified with the reason.
  const Solution& solution() const;

  /// Levels of the Result as they lie, and flows, which a Result computes when it is asked.
  View view(const std::string& name) const;
  /// Against what its Situation is told against.
  const Changes& changes() const;

 private:
  Situation situation_;
  Outcome outcome_;
  mutable std::mutex making_;
  mutable std::map<std::string, Array3> flows_;
  mutable std::unique_ptr<const Changes> changes_;
};
const std::vector<ArrayMeaning>& level_arrays();
/// Throws NotCertified with the reason, where it has no figures.
const Solution& certified(const Outcome& outcome);

}  // namespace leeway::python
